package io.tidecast.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/// The arrows of the house: schemas, model-core <- topology <- app; schemas <- connectors <- app.
class ArchitectureTest {
    private static final String SCHEMAS = "io.tidecast.schemas..";
    private static final String RECORDS = "io.tidecast.v1..";
    private static final String MODEL = "io.tidecast.model..";
    private static final String TOPOLOGY = "io.tidecast.topology..";
    private static final String CONNECTORS = "io.tidecast.connectors..";
    private static final String APP = "io.tidecast.app..";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidecast");

    @Test
    void schemasKnowNobodyAndNoKafka() {
        noClasses().that().resideInAnyPackage(SCHEMAS, RECORDS).should().dependOnClassesThat()
                .resideInAnyPackage(MODEL, TOPOLOGY, CONNECTORS, APP, "org.apache.kafka..").check(HOUSE);
    }

    @Test
    void theModelKnowsNeitherKafkaNorAvroNorAnyOtherRoom() {
        noClasses().that().resideInAPackage(MODEL).should().dependOnClassesThat()
                .resideInAnyPackage(SCHEMAS, RECORDS, TOPOLOGY,
                        CONNECTORS, APP, "org.apache.kafka..", "org.apache.avro..")
                .check(HOUSE);
    }

    @Test
    void theTopologyKnowsNeitherConnectorsNorTheCommand() {
        noClasses().that().resideInAPackage(TOPOLOGY).should().dependOnClassesThat()
                .resideInAnyPackage(CONNECTORS, APP, "kafka..", "picocli..").check(HOUSE);
    }

    @Test
    void connectorsKnowOnlySchemas() {
        noClasses().that().resideInAPackage(CONNECTORS).should().dependOnClassesThat()
                .resideInAnyPackage(MODEL, TOPOLOGY, APP).check(HOUSE);
    }

    @Test
    void theFeedsThatTheCommandReadsKnowNoWorker() {
        noClasses().that()
                .resideInAnyPackage("io.tidecast.connectors.reading..", "io.tidecast.connectors.csv..",
                        "io.tidecast.connectors.fleet..", "io.tidecast.connectors.lineprotocol..")
                .should().dependOnClassesThat().resideInAPackage("org.apache.kafka..").check(HOUSE);
    }

    @Test
    void onlyTheTopologyAndTheEvaluatorTurnRecordsIntoTheModelsReadings() {
        noClasses().that().resideOutsideOfPackages(MODEL, TOPOLOGY, "io.tidecast.app.backtest..").should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.tidecast.model.forecast.Reading").check(HOUSE);
    }

    @Test
    void onlyTheVectorKernelsNameTheIncubatingModuleAndNobodyNamesThem() {
        String kernels = "io.tidecast.model.kernel.vector..";
        noClasses().that().resideOutsideOfPackage(kernels).should().dependOnClassesThat()
                .resideInAnyPackage("jdk.incubator..", kernels).check(HOUSE);
    }

    @Test
    void onlyTheBrokersRoomKnowsKafkasServer() {
        noClasses().that().resideOutsideOfPackage("io.tidecast.app.broker..").should().dependOnClassesThat()
                .resideInAnyPackage("kafka.server..", "org.apache.kafka.metadata..").check(HOUSE);
    }

    @Test
    void theRoomsOfTheCommandAndOfTheConnectorsDoNotRunInCircles() {
        SlicesRuleDefinition.slices().matching("io.tidecast.app.(*)..").should().beFreeOfCycles()
                .check(HOUSE);
        SlicesRuleDefinition.slices().matching("io.tidecast.connectors.(*)..").should().beFreeOfCycles()
                .check(HOUSE);
    }

    @Test
    void noClassIsAManagerOrAHelper() {
        classes().should().haveNameNotMatching(".*(Manager|Helper|Impl|Util|Utils)").check(HOUSE);
    }
}
