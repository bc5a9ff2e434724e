package io.cohortrun.workers.slide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HematoxylinEosinTest {

  @ParameterizedTest
  @CsvSource({
    "200, 20, 30, red pen",
    "230, 60, 80, light red pen",
    "40, 150, 110, green pen",
    "30, 50, 160, blue pen",
    "100, 130, 220, light blue pen",
    "35, 35, 38, black pen",
    "60, 50, 55, worn black pen",
    "200, 200, 200, shadow",
    "210, 205, 208, dirty glass",
    "120, 80, 40, DAB",
  })
  void otherColoursAreRefused(int red, int green, int blue, String what) {
    assertThat(HematoxylinEosin.dense(red, green, blue)).as(what).isTrue();
    assertThat(HematoxylinEosin.stained(red, green, blue)).as(what).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "220, 150, 190, eosin",
    "190, 80, 140, strong eosin",
    "150, 90, 160, mixed",
    "90, 70, 140, dense nuclei",
    "110, 100, 170, bluish haematoxylin",
    "235, 205, 225, pale stroma",
  })
  void tissueColoursAreTaken(int red, int green, int blue, String what) {
    assertThat(HematoxylinEosin.dense(red, green, blue)).as(what).isTrue();
    assertThat(HematoxylinEosin.stained(red, green, blue)).as(what).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"255, 255, 255", "243, 243, 243", "240, 238, 241", "230, 226, 229"})
  void glassIsNotDense(int red, int green, int blue) {
    assertThat(HematoxylinEosin.dense(red, green, blue)).isFalse();
  }
}
