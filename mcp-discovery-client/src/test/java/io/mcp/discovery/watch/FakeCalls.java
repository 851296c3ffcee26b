package io.mcp.discovery.watch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mcp.discovery.transport.EventReader;
import io.mcp.discovery.transport.RegistryReply;
import io.mcp.discovery.transport.ServerEvent;
import io.mcp.discovery.transport.StreamEnd;
import io.mcp.discovery.transport.StreamEnd.Kind;
import io.mcp.protocol.ServiceInstances;

/** Remembers what was asked; the test decides what comes. */
final class FakeCalls implements WatchCalls {

	static final URI FIRST = URI.create("http://first");

	static final URI SECOND = URI.create("http://second");

	List<URI> addresses = List.of(FIRST, SECOND);

	final List<Stream> streams = new ArrayList<>();

	final List<String> acknowledged = new ArrayList<>();

	final List<URI> lost = new ArrayList<>();

	final List<Question> questions = new ArrayList<>();

	boolean answers = true;

	Duration pause = Duration.ZERO;

	private Consumer<URI> lostListener = (address) -> {
	};

	/** The one that was opened last. */
	Stream last() {
		return this.streams.get(this.streams.size() - 1);
	}

	List<Stream> open() {
		return this.streams.stream().filter((stream) -> !stream.closed).toList();
	}

	/** Another call finds out that an address does not answer. */
	void lose(URI address) {
		this.lostListener.accept(address);
	}

	@Override
	public List<URI> inTurn() {
		return this.addresses;
	}

	@Override
	public Runnable open(URI address, Map<String, Long> services, EventReader reader) {
		Stream stream = new Stream(address, new TreeMap<>(services), reader);
		this.streams.add(stream);
		return () -> stream.closed = true;
	}

	@Override
	public CompletableFuture<Boolean> answers(URI address) {
		return CompletableFuture.completedFuture(this.answers);
	}

	@Override
	public CompletableFuture<RegistryReply<ServiceInstances>> await(URI address, String service, long revision,
			Duration wait) {
		Question question = new Question(service + "@" + revision, new CompletableFuture<>());
		this.questions.add(question);
		return question.reply();
	}

	@Override
	public void acknowledge(URI address, String watchId, String service, long revision) {
		this.acknowledged.add(address + " " + watchId + " " + service + "@" + revision);
	}

	@Override
	public void lost(URI address, String reason) {
		this.lost.add(address);
	}

	@Override
	public void onLost(Consumer<URI> listener) {
		this.lostListener = listener;
	}

	@Override
	public Duration pause() {
		return this.pause;
	}

	record Question(String asked, CompletableFuture<RegistryReply<ServiceInstances>> reply) {

	}

	static final class Stream {

		final URI address;

		final Map<String, Long> services;

		private final EventReader reader;

		boolean closed;

		Stream(URI address, Map<String, Long> services, EventReader reader) {
			this.address = address;
			this.services = services;
			this.reader = reader;
		}

		Stream opens() {
			head();
			this.reader.alive();
			return this;
		}

		void head() {
			this.reader.opened("w1");
		}

		void ping() {
			this.reader.alive();
		}

		void event(String name, String json) {
			this.reader.alive();
			this.reader.event(new ServerEvent(name, json.getBytes(StandardCharsets.UTF_8)));
		}

		void ends(Kind kind) {
			ends(kind, null);
		}

		void ends(Kind kind, Duration retryAfter) {
			this.closed = true;
			this.reader.ended(new StreamEnd(kind, this.address + ": " + kind, retryAfter));
		}

	}

}
