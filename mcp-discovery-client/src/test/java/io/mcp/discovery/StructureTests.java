package io.mcp.discovery;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.concurrent.ThreadLocalRandom;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class StructureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.mcp.discovery");

	@Test
	void packagesHaveNoCycles() {
		slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void clientKnowsNoSpring() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..").check(CLASSES);
	}

	@Test
	void transportAndBalanceAndAddressKnowNoOtherPart() {
		noClasses().that()
			.resideInAnyPackage("..transport..", "..balance..", "..address..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.mcp.discovery", "..cache..", "..registration..")
			.check(CLASSES);
	}

	@Test
	void onlyTheWiringKnowsClocksAndChance() {
		noClasses().that()
			.doNotHaveFullyQualifiedName(McpDiscoveryClients.class.getName())
			.should()
			.accessTargetWhere(new AsksTheSystem())
			.check(CLASSES);
	}

	@Test
	void nothingStaticCanChange() {
		fields().that().areStatic().should().beFinal().check(CLASSES);
	}

	/** Slices by whole package name, so that the root package takes part. */
	private static final class EachPackage implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return type.getPackageName().startsWith("io.mcp.discovery") ? SliceIdentifier.of(type.getPackageName())
					: SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "each package";
		}

	}

	private static final class AsksTheSystem extends DescribedPredicate<JavaAccess<?>> {

		private AsksTheSystem() {
			super("a system clock or a random source is asked");
		}

		@Override
		public boolean test(JavaAccess<?> call) {
			JavaClass owner = call.getTargetOwner();
			String method = call.getName();
			return owner.isEquivalentTo(System.class)
					&& (method.equals("nanoTime") || method.equals("currentTimeMillis"))
					|| method.equals("now") && (owner.isEquivalentTo(Instant.class)
							|| owner.isEquivalentTo(LocalDateTime.class) || owner.isEquivalentTo(ZonedDateTime.class))
					|| method.startsWith("system")
							&& (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class))
					|| owner.isEquivalentTo(ThreadLocalRandom.class)
					|| owner.isEquivalentTo(Math.class) && method.equals("random");
		}

	}

}
