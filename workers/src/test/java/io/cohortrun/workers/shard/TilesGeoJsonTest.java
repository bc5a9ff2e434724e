package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TilesGeoJsonTest {

  @Test
  void everyUsedTileIsAQuPathTileWithADensityPerChannel() throws IOException {
    var result = new SampleSlide(8, 5, 30).result();
    var out = new ByteArrayOutputStream();
    TilesGeoJson.write(result, out);
    var json = Json.MAPPER.readTree(out.toByteArray());
    assertThat(json.at("/type").asText()).isEqualTo("FeatureCollection");
    assertThat(json.at("/features").size()).isEqualTo(result.tilesUsed());
    var first = json.at("/features/0");
    assertThat(first.at("/properties/objectType").asText()).isEqualTo("tile");
    assertThat(first.at("/geometry/coordinates/0").toString())
        .isEqualTo("[[0,0],[16,0],[16,16],[0,16],[0,0]]");
    assertThat(first.at("/properties/measurements/CD3 density").asDouble())
        .isEqualTo(
            (double) result.tiles().getFirst().positives()[2] / result.tiles().getFirst().valid());
  }
}
