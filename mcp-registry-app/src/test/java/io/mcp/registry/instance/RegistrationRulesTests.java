package io.mcp.registry.instance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mcp.protocol.HealthCheck;
import io.mcp.protocol.Problem;
import io.mcp.protocol.RegisterRequest;
import io.mcp.protocol.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

class RegistrationRulesTests {

	private static final HealthCheck HTTP = HealthCheckRules.complete(HealthCheck.Type.HTTP, null, null, null, null,
			null, null);

	@Test
	void fillsInEveryDefault() {
		Registration registration = checked((request) -> request);
		assertThat(registration.key())
			.isEqualTo(new ServiceKey("default", "user-service").instance("User-Service:h:1"));
		assertThat(registration.serviceName()).isEqualTo("User-Service");
		assertThat(registration.ttl()).isEqualTo(15);
		assertThat(registration.weight()).isEqualTo(100);
		assertThat(registration.status()).isEqualTo(Status.UP);
		assertThat(registration.secure()).isFalse();
		assertThat(registration.ephemeral()).isTrue();
		assertThat(registration.healthCheck()).isEqualTo(HealthCheck.NONE);
	}

	@Test
	void defaultIdTakesAnIpv6AddressAsItIs() {
		RegisterRequest request = RegisterRequest.of("a", "2001:db8::7", 80).build();
		assertThat(RegistrationRules.check(request, new FieldErrors()).key().id()).isEqualTo("a:2001:db8::7:80");
	}

	@Test
	void asksForAnIdWhereTheDefaultOneWouldBeTooLong() {
		String host = String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63));
		RegisterRequest request = RegisterRequest.of("service", host, 80).build();
		assertThat(errorsOf(request)).containsExactly(entry("instance_id",
				"is missing, and service_name:host:port would have 202 characters (expected: an instance_id of at most 192)"));
	}

	@Test
	void namesEveryBadFieldAtOnce() {
		RegisterRequest request = RegisterRequest.of("a b", "0.0.0.0", 0)
			.ttl(0)
			.weight(10_001)
			.namespace("")
			.instanceId("-")
			.zone("")
			.version("v".repeat(129))
			.tags(List.of("ok", "tab\there"))
			.metadata("key", "\u0007")
			.build();
		assertThat(errorsOf(request)).containsOnlyKeys("service_name", "host", "port", "ttl", "weight", "namespace",
				"instance_id", "zone", "version", "tags[1]", "metadata.key");
	}

	@Test
	void saysTheValueAndWhatWasExpected() {
		assertThat(errorsOf(RegisterRequest.of("a", "h", 70_000).ttl(3601).build())).containsExactly(
				entry("port", "was 70000 (expected: 1 to 65535)"), entry("ttl", "was 3601 (expected: 1 to 3600)"));
	}

	@Test
	void keepsWhatTheTransportFoundFirst() {
		FieldErrors errors = new FieldErrors();
		errors.add("port", "was 'x' (expected: a number)");
		InvalidRequestException thrown = catchThrowableOfType(InvalidRequestException.class,
				() -> RegistrationRules.check(RegisterRequest.of("a", "h", 0).build(), errors));
		assertThat(thrown.errors()).containsExactly(new Problem.FieldError("port", "was 'x' (expected: a number)"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3600 })
	void takesTheShortestAndTheLongestLease(int ttl) {
		assertThat(checked((request) -> request.ttl(ttl)).ttl()).isEqualTo(ttl);
	}

	@Test
	void boundsMetadataByEntriesLengthsAndBytes() {
		assertThat(errorsOf(metadata(entries(64, "v")))).isEmpty();
		assertThat(errorsOf(metadata(entries(65, "v"))))
			.containsExactly(entry("metadata", "has 65 entries (expected: at most 64)"));
		assertThat(errorsOf(metadata(Map.of("k", "v".repeat(1024))))).isEmpty();
		assertThat(errorsOf(metadata(Map.of("k", "v".repeat(1025))))).containsKey("metadata.k");
		assertThat(errorsOf(metadata(Map.of("k".repeat(128), "")))).isEmpty();
		assertThat(errorsOf(metadata(Map.of("k".repeat(129), ""))).values())
			.containsExactly("key has 129 characters (expected: 1 to 128)");
		assertThat(errorsOf(metadata(Map.of("", "v"))))
			.containsExactly(entry("metadata.", "key has 0 characters (expected: 1 to 128)"));
		assertThat(errorsOf(metadata(entries(9, "ü".repeat(500)))))
			.containsExactly(entry("metadata", "has 9018 bytes in all (expected: at most 8192)"));
	}

	@Test
	void countsCharactersNotTheirHalves() {
		assertThat(errorsOf(metadata(Map.of("k", "😀".repeat(1024))))).isEmpty();
	}

	@Test
	void refusesHalfASurrogatePairWhichCouldNotBeWrittenAsUtf8() {
		assertThat(errorsOf(metadata(Map.of("k", "ab\udc00")))).containsExactly(
				entry("metadata.k", "has half a surrogate pair, U+DC00, at position 3 (expected: whole characters)"));
	}

	@Test
	void refusesControlCharactersInKeysWithoutRepeatingThem() {
		assertThat(errorsOf(metadata(Map.of("a\nb", "v")))).containsExactly(
				entry("metadata.a\\u000Ab", "key has the control character U+000A at position 2 (expected: none)"));
	}

	@Test
	void listsEachTagOnceInTheirOrder() {
		assertThat(checked((request) -> request.tags(List.of("b", "a", "b"))).tags()).containsExactly("b", "a");
	}

	@Test
	void instanceThatOutlivesItsLeaseMayStillHaveOne() {
		Registration registration = checked((request) -> request.ephemeral(false).ttl(30).healthCheck(HTTP));
		assertThat(registration.ttl()).isEqualTo(30);
	}

	@Test
	void instanceThatLivesByProbesHasNoLease() {
		Registration registration = checked((request) -> request.ephemeral(false).healthCheck(HTTP));
		assertThat(registration.ttl()).isZero();
	}

	@Test
	void instanceMustLiveBySomething() {
		RegisterRequest request = request().ephemeral(false).healthCheck(HealthCheck.NONE).build();
		assertThat(errorsOf(request)).containsOnlyKeys("ephemeral")
			.hasEntrySatisfying("ephemeral", (message) -> assertThat(message).contains("neither ttl nor health_check"));
	}

	@Test
	void doesNotBlameEphemeralForATtlThatCouldNotBeRead() {
		FieldErrors errors = new FieldErrors();
		errors.add("ttl", "was 'x' (expected: a number)");
		assertThat(errorsOf(request().ephemeral(false).build(), errors)).containsOnlyKeys("ttl");
	}

	@Test
	void completesProbes() {
		assertThat(checked((request) -> request.healthCheck(HTTP)).healthCheck())
			.isEqualTo(new HealthCheck(HealthCheck.Type.HTTP, "/health", null, 10, 2, 3, 2));
		HealthCheck everySecond = HealthCheckRules.complete(HealthCheck.Type.TCP, "/unused", null, 1, null, null, null);
		assertThat(checked((request) -> request.healthCheck(everySecond)).healthCheck())
			.isEqualTo(new HealthCheck(HealthCheck.Type.TCP, null, null, 1, 1, 3, 2));
	}

	@Test
	void boundsProbes() {
		HealthCheck bad = new HealthCheck(HealthCheck.Type.HTTP, "health", 65_536, 0, 3601, 0, 101);
		assertThat(errorsOf(request().healthCheck(bad).build())).containsOnlyKeys("health_check.path",
				"health_check.port", "health_check.interval", "health_check.timeout", "health_check.failure_threshold",
				"health_check.success_threshold");
		HealthCheck overlapping = new HealthCheck(HealthCheck.Type.HTTP, "/", null, 5, 6, 1, 1);
		assertThat(errorsOf(request().healthCheck(overlapping).build())).containsOnlyKeys("health_check.timeout");
		HealthCheck longPath = new HealthCheck(HealthCheck.Type.HTTP, "/" + "p".repeat(1024), null, 5, 5, 1, 1);
		assertThat(errorsOf(request().healthCheck(longPath).build())).containsOnlyKeys("health_check.path");
	}

	@Test
	void patchIsCheckedForItself() {
		InstancePatch patch = new InstancePatch(null, -1, Optional.of("\u0000"), List.of(""),
				Map.of("gone\u0000", Optional.empty(), "k", Optional.of("v".repeat(1025))), false);
		FieldErrors errors = new FieldErrors();
		RegistrationRules.checkPatch(patch, errors);
		assertThat(found(errors::throwIfAny)).containsOnlyKeys("weight", "zone", "tags[0]", "metadata.k");
	}

	@Test
	void patchMayNotAddUpToTooMuch() {
		Instance full = checked((request) -> request.metadata(entries(64, "v"))).grant("lease", Instant.EPOCH);
		InstancePatch oneMore = new InstancePatch(null, null, null, null, Map.of("more", Optional.of("v")), false);
		InstancePatch oneForAnother = new InstancePatch(null, null, null, null,
				Map.of("more", Optional.of("v"), "k1", Optional.empty()), false);
		assertThat(found(() -> RegistrationRules.checkAmended(oneMore.applyTo(full))))
			.containsExactly(entry("metadata", "has 65 entries (expected: at most 64)"));
		assertThat(found(() -> RegistrationRules.checkAmended(oneForAnother.applyTo(full)))).isEmpty();
	}

	private static RegisterRequest.Builder request() {
		return RegisterRequest.of("User-Service", "h", 1);
	}

	private static RegisterRequest metadata(Map<String, String> metadata) {
		return request().metadata(metadata).build();
	}

	private static Map<String, String> entries(int count, String value) {
		return IntStream.rangeClosed(1, count)
			.boxed()
			.collect(Collectors.toMap((number) -> "k" + number, (number) -> value));
	}

	private static Registration checked(UnaryOperator<RegisterRequest.Builder> customizer) {
		return RegistrationRules.check(customizer.apply(request()).build(), new FieldErrors());
	}

	private static Map<String, String> errorsOf(RegisterRequest request) {
		return errorsOf(request, new FieldErrors());
	}

	private static Map<String, String> errorsOf(RegisterRequest request, FieldErrors errors) {
		return found(() -> RegistrationRules.check(request, errors));
	}

	private static Map<String, String> found(Runnable check) {
		InvalidRequestException thrown = catchThrowableOfType(InvalidRequestException.class, check::run);
		return (thrown != null) ? thrown.errors()
			.stream()
			.collect(Collectors.toMap(Problem.FieldError::field, Problem.FieldError::message)) : Map.of();
	}

}
