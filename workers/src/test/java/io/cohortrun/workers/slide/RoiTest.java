package io.cohortrun.workers.slide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoiTest {

  private static final String SQUARE = "[[[0,0],[10,0],[10,10],[0,10],[0,0]]]";
  private static final String HOLED =
      "[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[6,4],[6,6],[4,6],[4,4]]]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'FeatureCollection','features':[{'type':'Feature','geometry':{'type':'Polygon','coordinates':%s}}]}",
        "[{'type':'Feature','geometry':{'type':'Polygon','coordinates':%s},'properties':{}}]",
        "{'type':'Feature','geometry':{'type':'MultiPolygon','coordinates':[%s]}}",
        "{'type':'GeometryCollection','geometries':[{'type':'Polygon','coordinates':%s}]}",
        "\uFEFF{'type':'Polygon','coordinates':%s}",
      })
  void allFormsOfAQuPathExportAreRead(String form) throws Exception {
    Roi roi = parse(form.formatted(HOLED));
    assertThat(roi.contains(2, 2)).isTrue();
    assertThat(roi.contains(5, 5)).as("in the hole").isFalse();
    assertThat(roi.contains(12, 5)).isFalse();
  }

  @Test
  void aSharedEdgeBelongsToOneSideOnly() throws Exception {
    Roi left = parse("{'type':'Polygon','coordinates':%s}".formatted(SQUARE));
    Roi right = parse("{'type':'Polygon','coordinates':[[[10,0],[20,0],[20,10],[10,10],[10,0]]]}");
    assertThat(left.contains(10, 5)).isNotEqualTo(right.contains(10, 5));
  }

  @Test
  void theDigestFollowsTheCoordinatesOnly() throws Exception {
    String bare = parse("{'type':'Polygon','coordinates':%s}".formatted(SQUARE)).digest();
    assertThat(
            parse(
                    "[{'type':'Feature','id':'x','geometry':{'type':'Polygon','coordinates':%s}}]"
                        .formatted(SQUARE))
                .digest())
        .isEqualTo(bare);
    assertThat(parse("{'type':'Polygon','coordinates':%s}".formatted(HOLED)).digest())
        .isNotEqualTo(bare);
  }

  @Test
  void shapesWithoutAreaAreCounted() throws Exception {
    Roi roi =
        parse(
            "[{'type':'Point','coordinates':[1,2]},{'type':'Polygon','coordinates':%s}]"
                .formatted(SQUARE));
    assertThat(roi.ignored()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "null",
        "7",
        "{'type':'Point','coordinates':[1,2]}",
        "{'type':'Polygon','coordinates':[]}",
        "{'type':'Polygon','coordinates':[[[0,0],[1,1]]]}",
        "{'type':'Polygon','coordinates':[[[0,0],[1,'a'],[2,2]]]}",
        "{'type':'Polygon','coordinates':[[[0,0],[1e999,1],[2,2]]]}",
        "{'type':'Feature','geometry':null}",
        "[[[[[[[[[[[[]]]]]]]]]]]]",
      })
  void whatIsNoRegionIsRefusedInASentence(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(SlideFailure.class)
        .hasMessageStartingWith("the region-of-interest file ");
  }

  private static Roi parse(String text) throws SlideFailure {
    return Roi.parse(text.replace('\'', '"').getBytes(UTF_8));
  }
}
