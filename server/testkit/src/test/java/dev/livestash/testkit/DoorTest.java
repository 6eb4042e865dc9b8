package dev.livestash.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.livestash.internal.undertow.InProcess;
import org.junit.jupiter.api.Test;

/** The kit goes through one door in the wall around the engine. */
class DoorTest {
  private static final JavaClasses KIT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.livestash.testkit");

  @Test
  void nothingElseOfTheEngineIsNamed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.livestash.internal..").and(not(belongToAnyOf(InProcess.class))))
        .check(KIT);
  }

  /** Who tests views alone has neither. */
  @Test
  void theTabNeedsNoJUnitAndNoBrowser() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(LiveApp|ReportFolder|Browsers|OwnBrowser|TabMarks)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "com.microsoft..", "com.google.gson..")
        .check(KIT);
  }
}
