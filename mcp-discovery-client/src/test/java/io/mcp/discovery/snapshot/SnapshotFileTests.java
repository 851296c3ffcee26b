package io.mcp.discovery.snapshot;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.mcp.discovery.Instances;
import io.mcp.protocol.InstanceInfo;
import io.mcp.protocol.ServiceInstances;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SnapshotFileTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

	private static final Snapshot SNAPSHOT = snapshot(new ServiceInstances("shop", "billing", 7, false,
			List.of(Instances.instance("b1"), Instances.instance("b2"))));

	@TempDir
	private Path parent;

	private Path folder;

	private Path path;

	@BeforeEach
	void choosePaths() {
		this.folder = this.parent.resolve("made/orders");
		this.path = this.folder.resolve("shop.snapshot");
	}

	@Test
	void readsWhatWasWritten() throws IOException {
		open().write(SNAPSHOT);
		assertThat(open().read()).isEqualTo(SNAPSHOT);
	}

	@Test
	void missingFileIsNothingSpecial() throws IOException {
		assertThat(open().read()).isNull();
		assertThat(this.folder).as("nothing to write yet").doesNotExist();
		Files.createDirectories(this.folder);
		assertThat(open().read()).isNull();
	}

	@Test
	void nobodyElseCanReadOrWriteIt() throws IOException {
		open().write(SNAPSHOT);
		assertThat(permissions(this.path)).isEqualTo("rw-------");
		assertThat(permissions(this.folder)).isEqualTo("rwx------");
		assertThat(permissions(this.folder.getParent())).isEqualTo("rwx------");
		assertThat(names()).containsExactly("shop.snapshot");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxrwx---", "rwx----w-", "rwxrwxrwx" })
	void folderThatOthersMayWriteIsRefused(String permissions) throws IOException {
		Files.createDirectories(this.folder);
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString(permissions));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> open().write(SNAPSHOT))
			.withMessageContaining(this.folder.toRealPath().toString())
			.withMessageContaining("others may write there (" + permissions)
			.withMessageContaining("(expected: rwx------, by chmod 700)");
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> open().read());
		assertThat(names()).isEmpty();
	}

	@Test
	void folderThatOthersMayOnlyReadIsTaken() throws IOException {
		Files.createDirectories(this.folder);
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		open().write(SNAPSHOT);
		assertThat(open().read()).isEqualTo(SNAPSHOT);
	}

	@Test
	void fileThatOthersMayWriteIsRefused() throws IOException {
		SnapshotFile file = open();
		file.write(SNAPSHOT);
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-rw----"));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(file::read)
			.withMessageContaining("others may write there (rw-rw----");
		file.write(SNAPSHOT);
		assertThat(file.read()).isEqualTo(SNAPSHOT);
	}

	@Test
	void linkToAnotherFileIsRefused() throws IOException {
		SnapshotFile file = open();
		file.write(SNAPSHOT);
		Files.move(this.path, this.parent.resolve("elsewhere"));
		Files.createSymbolicLink(this.path, this.parent.resolve("elsewhere"));
		assertThatIOException().isThrownBy(file::read).withMessageContaining("is no file");
	}

	@Test
	void folderThatCannotBeMadeIsNamed() throws IOException {
		Files.writeString(this.parent.resolve("made"), "in the way");
		assertThatIOException().isThrownBy(() -> open().write(SNAPSHOT)).withMessageContaining("made");
	}

	@Test
	void eachDamagedByteIsNoticed() throws IOException {
		SnapshotFile file = open();
		file.write(SNAPSHOT);
		byte[] good = Files.readAllBytes(this.path);
		for (int i = 0; i < good.length; i++) {
			byte[] bad = good.clone();
			bad[i] ^= 1;
			Files.write(this.path, bad);
			assertThatExceptionOfType(MalformedSnapshotException.class).as("byte " + i).isThrownBy(file::read);
		}
	}

	@Test
	void eachMissingEndIsNoticed() throws IOException {
		SnapshotFile file = open();
		file.write(SNAPSHOT);
		String good = Files.readString(this.path);
		for (int length = 0; length < good.length(); length++) {
			Files.writeString(this.path, good.substring(0, length));
			assertThatExceptionOfType(MalformedSnapshotException.class).as(length + " bytes").isThrownBy(file::read);
		}
	}

	@Test
	void damageIsSaidInWords() throws IOException {
		SnapshotFile file = open();
		Files.createDirectories(this.folder);
		Files.writeString(this.path, "hello\n");
		assertThatIOException().isThrownBy(file::read).withMessage("it does not begin with 'MCP-SNAPSHOT 1'");
		Files.writeString(this.path, "MCP-SNAPSHOT 2 something else\n");
		assertThatIOException().isThrownBy(file::read).withMessage("its format is version 2 (expected: 1)");
		file.write(SNAPSHOT);
		Files.writeString(this.path, Files.readString(this.path).replace("b2", "b3"));
		assertThatIOException().isThrownBy(file::read).withMessageEndingWith("), so it is damaged");
	}

	@Test
	void damagedFileIsKeptAside() throws IOException {
		SnapshotFile file = open();
		Files.createDirectories(this.folder);
		for (String content : List.of("first", "second")) {
			Files.writeString(this.path, content);
			Path aside = file.setAside();
			assertThat(aside).hasContent(content);
		}
		assertThat(names()).containsExactly("shop.snapshot.bad");
		assertThat(file.read()).isNull();
	}

	@Test
	void tooManyInstancesAreNotWrittenAndLeaveTheOldFile() throws IOException {
		SnapshotFile file = open();
		file.write(SNAPSHOT);
		List<InstanceInfo> many = IntStream.range(0, 160_000)
			.mapToObj((number) -> Instances.instance("b" + number))
			.toList();
		Snapshot large = snapshot(new ServiceInstances("shop", "billing", 7, false, many));
		assertThatIOException().isThrownBy(() -> file.write(large))
			.withMessageMatching("the lists of 1 services take \\d+ bytes \\(expected: at most 33554432\\)");
		assertThat(file.read()).isEqualTo(SNAPSHOT);
		assertThat(names()).containsExactly("shop.snapshot");
	}

	@Test
	void whatJsonCannotHoldIsAFailureToWrite() throws IOException {
		InstanceInfo plain = Instances.instance("b1");
		InstanceInfo odd = new InstanceInfo(plain.instanceId(), plain.serviceName(), plain.host(), plain.port(),
				plain.secure(), plain.status(), plain.health(), plain.weight(), plain.zone(), plain.version(),
				plain.tags(), Collections.singletonMap(null, "a null key"), plain.registeredAt(), plain.revision());
		SnapshotFile file = open();
		file.write(SNAPSHOT);
		assertThatIOException()
			.isThrownBy(() -> file.write(snapshot(new ServiceInstances("shop", "billing", 7, false, List.of(odd)))))
			.withMessageStartingWith("the lists cannot be written as JSON: ");
		assertThat(file.read()).isEqualTo(SNAPSHOT);
	}

	@Test
	void readingWritesNothing() throws IOException {
		open().write(SNAPSHOT);
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("r-x------"));
		Files.setLastModifiedTime(this.folder, FileTime.from(NOW));
		assertThat(open().read()).isEqualTo(SNAPSHOT);
		assertThat(Files.getLastModifiedTime(this.folder)).as("no file came or went").isEqualTo(FileTime.from(NOW));
	}

	@Test
	void whatACrashLeftBehindIsDeletedLater() throws IOException {
		SnapshotFile file = open();
		file.deleteAbandoned(NOW);
		Files.createDirectories(this.folder);
		Path old = Files.writeString(this.folder.resolve("shop.snapshot.1.tmp"), "half");
		Path probe = Files.writeString(this.folder.resolve("probe-1.tmp"), "");
		Path fresh = Files.writeString(this.folder.resolve("shop.snapshot.2.tmp"), "half");
		Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofMinutes(61))));
		Files.setLastModifiedTime(probe, FileTime.from(NOW.minus(Duration.ofMinutes(61))));
		Files.setLastModifiedTime(fresh, FileTime.from(NOW.minus(Duration.ofMinutes(59))));
		file.deleteAbandoned(NOW);
		assertThat(names()).containsExactly("shop.snapshot.2.tmp");
	}

	@Test
	void readersFindAWholeFileWhileTwoWritersReplaceIt() throws Exception {
		SnapshotFile first = open();
		SnapshotFile second = open();
		first.write(SNAPSHOT);
		Snapshot other = snapshot(new ServiceInstances("shop", "stock", 9, false, Instances.instances("s1")));
		AtomicBoolean done = new AtomicBoolean();
		List<Thread> writers = Stream.of(first, second).map((file) -> new Thread(() -> {
			while (!done.get()) {
				try {
					file.write((file == first) ? SNAPSHOT : other);
				}
				catch (IOException ex) {
					done.set(true);
				}
			}
		})).toList();
		writers.forEach(Thread::start);
		for (int i = 0; i < 200; i++) {
			assertThat(open().read()).isIn(SNAPSHOT, other);
		}
		assertThat(done.getAndSet(true)).as("a writer failed").isFalse();
		for (Thread writer : writers) {
			writer.join();
		}
		assertThat(names()).containsExactly("shop.snapshot");
	}

	@Test
	void checksumCanBeCheckedWithoutThisProgram() throws Exception {
		open().write(SNAPSHOT);
		String[] lines = Files.readString(this.path).split("\n", 2);
		assertThat(lines[0]).matches("MCP-SNAPSHOT 1 sha256=[0-9a-f]{64}");
		assertThat(lines[1]).startsWith("{\"namespace\":\"shop\",\"registries\":[\"http://r1:6270\"],"
				+ "\"written_at\":\"2026-01-02T03:04:05.678Z\",\"services\":[{\"confirmed_at\":");
		assertThat(lines[0]).endsWith(HexFormat.of().formatHex(sha256(lines[1])));
	}

	private static byte[] sha256(String text) throws NoSuchAlgorithmException {
		return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
	}

	private SnapshotFile open() {
		return new SnapshotFile(this.folder, "shop");
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static String permissions(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

	private static Snapshot snapshot(ServiceInstances list) {
		return new Snapshot("shop", List.of(URI.create("http://r1:6270")), NOW,
				List.of(new KnownList(NOW.minusSeconds(3), list)));
	}

}
