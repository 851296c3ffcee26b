package io.mcp.discovery.snapshot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mcp.discovery.Instances;
import io.mcp.discovery.ManualClock;
import io.mcp.protocol.ServiceInstances;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SnapshotKeeperTests {

	private static final URI REGISTRY = URI.create("http://r1:6270");

	@TempDir
	private Path parent;

	private Path folder;

	private final ManualClock clock = new ManualClock();

	private final List<SnapshotKeeper> opened = new ArrayList<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final AtomicInteger asked = new AtomicInteger();

	private volatile List<KnownList> known = List.of();

	@BeforeEach
	void listen() {
		this.folder = this.parent.resolve("orders");
		this.log.start();
		logger().setLevel(Level.INFO);
		logger().setAdditive(false);
		logger().addAppender(this.log);
	}

	@AfterEach
	void close() {
		logger().detachAppender(this.log);
		logger().setAdditive(true);
		logger().setLevel(null);
		this.opened.forEach(SnapshotKeeper::close);
	}

	@Test
	void laterProcessFindsTheListsAndTheirAges() {
		this.known = List.of(list("billing", "b1", "b2"), list("stock", "s1"));
		started().close();
		this.clock.advance(Duration.ofSeconds(40));
		List<KnownList> loaded = keeper().load();
		assertThat(loaded).isEqualTo(this.known);
		assertThat(loaded.get(0).age(this.clock.instant())).isEqualTo(Duration.ofSeconds(40));
		assertThat(warnings()).isEmpty();
	}

	@Test
	void listsThatNobodyConfirmedForAMonthAreForgotten() {
		KnownList old = list("billing", "b1");
		this.clock.advance(Duration.ofDays(20));
		KnownList newer = list("stock", "s1");
		this.known = List.of(old, newer);
		started().close();
		this.clock.advance(Duration.ofDays(11));
		assertThat(keeper().load()).containsExactly(newer);
	}

	@Test
	void clockThatWasSetBackMakesNoNegativeAge() {
		assertThat(list("billing", "b1").age(this.clock.instant().minusSeconds(1))).isEqualTo(Duration.ZERO);
	}

	@Test
	void changeIsWrittenInTheBackground() {
		SnapshotKeeper keeper = started();
		this.known = List.of(list("billing", "b1"));
		keeper.changed();
		await().until(() -> keeper().load().equals(this.known));
	}

	@Test
	void manyChangesAreWrittenTogether() {
		SnapshotKeeper keeper = new SnapshotKeeper(this.folder, "shop", List.of(REGISTRY), this::known, this.clock,
				Duration.ofHours(1));
		this.opened.add(keeper);
		keeper.load();
		keeper.start();
		this.known = List.of(list("billing", "b1"));
		for (int i = 0; i < 1000; i++) {
			keeper.changed();
		}
		keeper.close();
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void nothingKnownLeavesTheFileOfTheLastProcess() {
		List<KnownList> before = List.of(list("billing", "b1"));
		this.known = before;
		started().close();
		this.known = List.of(list("billing"));
		started().close();
		assertThat(keeper().load()).isEqualTo(before);
	}

	@Test
	void confirmationsAreWrittenLaterThanChanges() throws IOException {
		this.known = List.of(list("billing", "b1"));
		SnapshotKeeper keeper = started();
		keeper.changed();
		await().until(() -> Files.exists(file()));
		Files.delete(file());
		this.clock.advance(Duration.ofSeconds(30));
		this.known = List.of(list("billing", "b1"));
		int before = this.asked.get();
		keeper.changed();
		await().until(() -> this.asked.get() > before);
		assertThat(file()).doesNotExist();
		keeper.close();
		assertThat(keeper().load()).isEqualTo(this.known);
	}

	@Test
	void whatWasNeitherChangedNorConfirmedIsNotWrittenAgain() throws IOException {
		this.known = List.of(list("billing", "b1"));
		SnapshotKeeper keeper = started();
		keeper.changed();
		await().until(() -> Files.exists(file()));
		Files.delete(file());
		keeper.close();
		assertThat(file()).doesNotExist();
	}

	@Test
	void damagedFileIsExplainedOnceAndKeptAside() throws IOException {
		this.known = List.of(list("billing", "b1"));
		started().close();
		Files.writeString(file(), Files.readString(file()).replace("b1", "b7"));
		SnapshotKeeper keeper = keeper();
		assertThat(keeper.load()).isEmpty();
		assertThat(warnings()).singleElement()
			.asString()
			.startsWith("The snapshot " + this.folder + "/shop.snapshot is not used: ")
			.contains("its checksum is ", "so it is damaged. It is kept as ");
		assertThat(this.folder.resolve("shop.snapshot.bad")).exists();
		keeper.start();
		keeper.close();
		assertThat(keeper().load()).as("a new one was written").isEqualTo(this.known);
	}

	@Test
	void listsOfAnotherRegistryAreNotUsed() {
		this.known = List.of(list("billing", "b1"));
		started().close();
		SnapshotKeeper moved = new SnapshotKeeper(this.folder, "shop", List.of(URI.create("http://r2:6270")),
				this::known, this.clock);
		SnapshotKeeper grown = new SnapshotKeeper(this.folder, "shop", List.of(URI.create("http://r2:6270"), REGISTRY),
				this::known, this.clock);
		SnapshotKeeper other = new SnapshotKeeper(this.folder, "test", List.of(REGISTRY), this::known, this.clock);
		assertThat(moved.load()).isEmpty();
		assertThat(grown.load()).isEqualTo(this.known);
		assertThat(other.load()).isEmpty();
		assertThat(warnings()).isEmpty();
	}

	@Test
	void folderOfOthersIsExplainedOnceAndNothingIsWritten() throws IOException {
		Files.createDirectories(this.folder);
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxrwxrwx"));
		this.known = List.of(list("billing", "b1"));
		SnapshotKeeper keeper = started();
		keeper.changed();
		keeper.close();
		assertThat(warnings()).singleElement()
			.asString()
			.contains("cannot be used, so that a restart without a registry finds nobody: ")
			.contains("others may write there (rwxrwxrwx");
		assertThat(file()).doesNotExist();
	}

	@Test
	void failureToWriteIsSaidOnceAndItsEndToo() throws IOException {
		SnapshotKeeper keeper = started();
		Files.createDirectories(file().resolve("in the way"));
		for (int i = 1; i <= 3; i++) {
			this.known = List.of(list("billing", "b" + i));
			int before = this.asked.get();
			keeper.changed();
			await().until(() -> this.asked.get() > before);
		}
		Files.delete(file().resolve("in the way"));
		Files.delete(file());
		await().untilAsserted(() -> assertThat(warnings()).hasSize(1));
		keeper.close();
		assertThat(warnings()).singleElement().asString().startsWith("The snapshot ").contains("cannot be written");
		assertThat(this.log.list).extracting(ILoggingEvent::getFormattedMessage)
			.last()
			.asString()
			.endsWith("is written again");
	}

	@Test
	void closingTwiceIsHarmless() {
		SnapshotKeeper keeper = started();
		keeper.close();
		keeper.close();
		keeper.changed();
		assertThat(this.asked).hasValue(1);
	}

	private Path file() {
		return this.folder.resolve("shop.snapshot");
	}

	private SnapshotKeeper started() {
		SnapshotKeeper keeper = keeper();
		keeper.load();
		keeper.start();
		return keeper;
	}

	private SnapshotKeeper keeper() {
		SnapshotKeeper keeper = new SnapshotKeeper(this.folder, "shop", List.of(REGISTRY), this::known, this.clock,
				Duration.ZERO);
		this.opened.add(keeper);
		return keeper;
	}

	private List<KnownList> known() {
		this.asked.incrementAndGet();
		return this.known;
	}

	private KnownList list(String service, String... ids) {
		return new KnownList(this.clock.instant(),
				new ServiceInstances("shop", service, 7, false, Instances.instances(ids)));
	}

	private List<String> warnings() {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(SnapshotKeeper.class);
	}

}
