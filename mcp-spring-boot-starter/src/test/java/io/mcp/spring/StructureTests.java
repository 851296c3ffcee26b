package io.mcp.spring;

import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class StructureTests {

	private final JavaClasses starter = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.mcp.spring");

	@Test
	void packagesDoNotImportEachOtherInCircles() {
		slices().matching("io.mcp.(spring..)").should().beFreeOfCycles().check(this.starter);
	}

	@Test
	void whatSwitchesDiscoveryOnKnowsNoneOfTheParts() {
		noClasses().that()
			.resideInAPackage("io.mcp.spring")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.mcp.spring.*..")
			.check(this.starter);
	}

	@Test
	void partsDoNotKnowEachOtherExceptThatActuatorShowsTheRegistration() {
		noClasses().that()
			.resideInAPackage("io.mcp.spring.loadbalancer")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.mcp.spring.registration", "io.mcp.spring.actuate")
			.check(this.starter);
		noClasses().that()
			.resideInAPackage("io.mcp.spring.registration")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.mcp.spring.loadbalancer", "io.mcp.spring.actuate")
			.check(this.starter);
	}

	@Test
	void nothingIsInjectedIntoFields() {
		NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(this.starter);
	}

	@Test
	void nothingStaticCanChange() {
		fields().that().areStatic().should().beFinal().check(this.starter);
	}

	@Test
	void nobodyAsksTheSystemClock() {
		noClasses().should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(Clock.class, "systemUTC")
			.check(this.starter);
	}

}
