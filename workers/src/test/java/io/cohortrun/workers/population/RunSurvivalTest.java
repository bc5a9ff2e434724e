package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workflows.contract.AnalysisSettings;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSurvivalTest extends AnalysedCohort {

  @Test
  void survivalAndSignatureAreWrittenAndTheSameAfterTheirLastPartsAreLost() throws Exception {
    AnalysisSettings asked =
        with(
            settings(LEVELS),
            null,
            new AnalysisSettings.Survival(List.of("OS"), "efron", 10),
            new AnalysisSettings.Signature("OS", 3, 1, 16));
    write(asked);
    assertThat(text("survival.csv"))
        .contains("pan-cancer,all,OS,CD8,density,univariable,90,")
        .contains("type,lung,OS,CD8,density,adjusted,45,");
    assertThat(text("logrank.csv"))
        .contains("all,OS,stage,3,90,")
        .contains("all,OS,CD8 density,2,90,")
        .contains("all,OS,signature,2,90,");
    assertThat(text("kaplan_meier.csv")).contains("all,OS,signature,high,0.0,");
    assertThat(text("signature_risk.csv").lines())
        .hasSize(1 + PATIENTS)
        .startsWith("patient,type,risk,group,fold_1")
        .anyMatch(line -> line.matches("P\\d+,\\w+,[-.E\\d]+,high,[012]"));
    JsonNode signature = Json.MAPPER.readTree(text("signature.json"));
    assertThat(signature.get("notFitted").isNull()).isTrue();
    assertThat(signature.get("folds").asInt()).isEqualTo(3);
    assertThat(signature.at("/lambdas/age+stage/0")).hasSize(3);
    assertThat(signature.get("sitesWhole").asBoolean(true)).as("no site is known").isFalse();
    assertThat(signature.at("/concordance/CD3").isNull()).isTrue();
    assertThat(signature.at("/concordance/CD8/value").asDouble()).isBetween(0.6, 1.0);
    assertThat(signature.at("/gains/1/against").asText()).isEqualTo("age+stage");
    assertThat(signature.at("/null/permutations").asInt()).isEqualTo(16);
    double observed = signature.at("/null/observed").asDouble();
    List<Double> permuted =
        text("signature_null.csv")
            .lines()
            .skip(1)
            .map(line -> Double.valueOf(line.split(",", -1)[1]))
            .toList();
    assertThat(permuted).hasSize(16);
    assertThat(permuted.stream().filter(c -> c >= observed))
        .hasSize(signature.at("/null/exceeding").asInt());
    assertThat(signature.at("/model/types/lung/mean")).hasSize(2);
    assertThat(signature.at("/model/otherTypes/sd")).hasSize(2);
    FrozenSignature frozen = FrozenSignature.read(signature);
    assertThat(frozen.types()).containsExactly("colon", "lung");
    ObjectNode same = Json.MAPPER.createObjectNode();
    frozen.write(same);
    assertThat(same.get("model")).isEqualTo(signature.get("model"));
    assertThat(signature.at("/bundle/digest").asText()).isEqualTo("d");

    Map<String, byte[]> whole = analysis();
    String stratum = kept(layout.survivalStrata(), 2);
    String block = kept(layout.signaturePermutations(), 1);
    assertThat(whole.keySet()).contains(stratum, block);
    String kept = kept(layout.signaturePermutations(), 0);
    String version = store.stat(kept).orElseThrow().version();
    store.deleteAll(stratum);
    store.deleteAll(block);
    write(asked);
    Map<String, byte[]> again = analysis();
    assertThat(again.keySet()).isEqualTo(whole.keySet());
    again.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(whole.get(key)));
    assertThat(store.stat(kept).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void smallSubtypesShareAStratumOfSurvivalAndATableSaysWhich() throws Exception {
    write(ofSubtypes(null));
    assertThat(text("subtypes.csv")).contains("LUAD,23,NSCLC,NSCLC\r", "LUSC,22,NSCLC,NSCLC\r");
    assertThat(text("survival.csv"))
        .contains("subtype,NSCLC,OS,CD8,density,univariable,45,")
        .doesNotContain("subtype,LUAD,");
  }

  @Test
  void survivalAndAssociationsHaveTheSameStrataWhateverMakesOne() throws Exception {
    write(ofSubtypes(new AnalysisSettings.Associations(LEVELS, 0.05, 15, 5, List.of())));
    assertThat(text("subtypes.csv")).contains("LUAD,23,NSCLC,LUAD\r", "LUSC,22,NSCLC,LUSC\r");
    assertThat(text("survival.csv"))
        .contains("subtype,LUAD,OS,CD8,density,univariable,23,")
        .doesNotContain("subtype,NSCLC,");
  }

  @Test
  void partsThatWereKeptOfOtherStrataAreNotReadAsTheirs() throws Exception {
    write(ofSubtypes(null));
    AnalysisSettings narrow =
        ofSubtypes(new AnalysisSettings.Associations(LEVELS, 0.05, 15, 5, List.of()));
    write(narrow);
    Map<String, byte[]> second = analysis();
    store.deleteAll(layout.analysis());
    write(narrow);
    analysis().forEach((key, bytes) -> assertThat(second.get(key)).as(key).isEqualTo(bytes));
  }

  /** Half of those of the lung have either of two OncoTree codes. */
  private AnalysisSettings ofSubtypes(AnalysisSettings.Associations associations) throws Exception {
    List<String> lines = Files.readAllLines(clinical);
    lines.set(0, lines.getFirst().replace("cancer_type", "oncotree_code"));
    for (int p = 0; p < PATIENTS; p++) {
      String lung = p % 4 == 0 ? "LUAD" : "LUSC";
      lines.set(1 + p, lines.get(1 + p).replace("lung", lung).replace("colon", "COAD"));
    }
    Files.write(clinical, lines);
    AnalysisSettings usual = settings(LEVELS);
    files(usual).keep(store, layout.clinical());
    return with(
        usual, associations, new AnalysisSettings.Survival(List.of("OS"), "efron", 10), null);
  }

  @Test
  void aSignatureThatCannotBeFittedSaysWhy() throws Exception {
    AnalysisSettings asked =
        with(settings(LEVELS), null, null, new AnalysisSettings.Signature("PFS", 5, 5, 100));
    write(asked);
    assertThat(Json.MAPPER.readTree(text("signature.json")).get("notFitted").asText())
        .isEqualTo("the clinical tables have no endpoint PFS");
  }
}
