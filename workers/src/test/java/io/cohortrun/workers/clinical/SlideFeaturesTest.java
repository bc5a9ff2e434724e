package io.cohortrun.workers.clinical;

import static io.cohortrun.workers.clinical.ClinicalTables.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.screen.Feature;
import org.junit.jupiter.api.Test;

class SlideFeaturesTest {

  @Test
  void slidesOfAPatientAreSummedByArea() throws Exception {
    FeatureTable features =
        FeatureTable.of(
            table(
                "features.parquet",
                "slide_id,patient_id,channel,valid_pixels,positive_pixels,density,entropy",
                "S1,P1,CD8,100,50,.5,2",
                "S1,P1,CD3,100,10,.1,1",
                "S2,P1,CD8,300,30,.1,4",
                "S2,P1,CD3,300,30,.1,1",
                "S3,P2,CD8,0,0,,",
                "S3,P2,CD3,200,100,.5,3"),
            new JoinReport());

    assertThat(features.patients()).containsExactly("P1", "P2");
    assertThat(features.features())
        .extracting(Feature::kind, Feature::channel)
        .hasSize(4)
        .contains(org.assertj.core.groups.Tuple.tuple("density", "CD8"));
    assertThat(features.features().getFirst().values()).containsExactly(.2, Double.NaN);
    Feature entropy =
        features.features().stream()
            .filter(f -> f.kind().equals("entropy") && f.channel().equals("CD8"))
            .findFirst()
            .orElseThrow();
    assertThat(entropy.values()).startsWith(3.5);
  }

  @Test
  void whatIsNearlyAnotherFeatureIsToldAndNotTested() throws Exception {
    FeatureTable features =
        FeatureTable.of(
            table(
                "features.parquet",
                "patient_id,channel,valid_pixels,positive_pixels,mean_probability,entropy,snr,"
                    + "sharpness,morans_i,contrast",
                "P1,CD8,100,50,.5,2,1,.1,.4,.2",
                "P1,CD8,300,50,.3,2,1,.1,.8,.4",
                "P2,CD8,100,50,.5,2,1,.1,,.2"),
            new JoinReport());

    assertThat(features.features())
        .filteredOn(f -> f.kind().equals("morans_i"))
        .singleElement()
        .extracting(Feature::values)
        .isEqualTo(new double[] {.7, Double.NaN});
    assertThat(features.features())
        .extracting(Feature::kind)
        .contains("mean_probability", "contrast");
    assertThat(features.tested().features())
        .extracting(Feature::kind)
        .containsExactly("density", "entropy", "snr", "sharpness", "morans_i");
  }
}
