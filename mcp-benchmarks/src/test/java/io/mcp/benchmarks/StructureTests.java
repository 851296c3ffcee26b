package io.mcp.benchmarks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class StructureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.mcp.benchmarks");

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.mcp.benchmarks.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void runsKnowTheRegistryByItsApiAlone() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.mcp.registry..", "io.mcp.spring..", "org.springframework..")
			.check(CLASSES);
	}

	@Test
	void onlyTheApplicationAsksTheSystemForTheTime() {
		noClasses().that()
			.areNotAssignableTo(BenchmarksApplication.class)
			.should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.check(CLASSES);
	}

	@Test
	void nothingStaticCanChange() {
		fields().that().areStatic().should().beFinal().check(CLASSES);
	}

}
