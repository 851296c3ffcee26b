package io.mcp.registry;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.mcp.registry");

	@Test
	void packagesDoNotKnowEachOtherInCircles() {
		slices().matching("io.mcp.registry.(*)..").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void dataGoesOneWayRoundTheRing() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("instance")
			.definedBy("..registry.instance..")
			.layer("store")
			.definedBy("..registry.store..")
			.layer("view")
			.definedBy("..registry.view..")
			.layer("replica")
			.definedBy("..registry.replica..")
			.layer("lease")
			.definedBy("..registry.lease..")
			.layer("watch")
			.definedBy("..registry.watch..")
			.layer("lifecycle")
			.definedBy("..registry.lifecycle..")
			.layer("transport")
			.definedBy("..registry.http..")
			.whereLayer("transport")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("lifecycle")
			.mayOnlyBeAccessedByLayers("transport")
			.whereLayer("watch")
			.mayOnlyBeAccessedByLayers("lifecycle", "transport")
			.whereLayer("lease")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("replica")
			.mayOnlyBeAccessedByLayers("lease", "watch", "transport")
			.whereLayer("view")
			.mayOnlyBeAccessedByLayers("replica", "watch", "lifecycle", "lease", "transport")
			.whereLayer("store")
			.mayOnlyBeAccessedByLayers("view", "replica", "watch", "lease", "lifecycle", "transport")
			.check(this.classes);
	}

	@Test
	void onlyTheStoreAndTheEmbeddedServerKnowRedis() {
		noClasses().that()
			.resideOutsideOfPackages("..registry.store..", "..registry.embedded..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.lettuce..", "org.springframework.data.redis..")
			.check(this.classes);
	}

	@Test
	void transportsKnowNothingOfTheStoreButThatItMayBeAway() {
		noClasses().that()
			.resideInAPackage("..registry.http..")
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("io.mcp.registry.store.InstanceStore")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("io.mcp.registry.store.ChangeLog")
			.check(this.classes);
	}

	@Test
	void nothingIsWiredByStaticStateOrByFieldInjection() {
		fields().that().areStatic().should().beFinal().check(this.classes);
		noFields().should()
			.beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
			.check(this.classes);
	}

	@Test
	void theSystemClockAppearsInConfigurationOnly() {
		noClasses().that()
			.haveSimpleNameNotEndingWith("Configuration")
			.should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(java.time.Instant.class, "now")
			.orShould()
			.callMethod(java.time.Clock.class, "systemUTC")
			.check(this.classes);
	}

	@Test
	void implementationsStayInTheirPackage() {
		noClasses().that()
			.haveSimpleNameStartingWith("Redis")
			.and()
			.resideInAPackage("..registry.store..")
			.should()
			.haveModifier(JavaModifier.PUBLIC)
			.check(this.classes);
	}

}
