package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {

  @TempDir Path temp;

  @Test
  void aFileThatIsNotThereIsSaidToBeNotThere() throws IOException {
    refused(temp.resolve("none.npz"), "there is no such file");
  }

  @Test
  void aFileOfAnotherKindIsSaidToBeNoZip() throws IOException {
    refused(Files.writeString(temp.resolve("g.npz"), "logits"), "it is no zip file");
  }

  @Test
  void anArrayOfAnotherShapeIsRefusedWithTheShapeWanted() throws IOException {
    Path file = temp.resolve("g.npz");
    ByteBuffer empty = ByteBuffer.allocate(0);
    Npz.write(
        file,
        Map.of(
            "input_u8", new Npz.Array("|u1", new int[] {0, 8, 8, 3}, empty),
            "logits_f32", new Npz.Array("<f4", new int[] {0, 23, 8, 8}, empty)));
    refused(file, "its arrays have other types or shapes");
  }

  @Test
  void anArrayThatIsMissingOrOfAnotherTypeIsNamed() throws IOException {
    ByteBuffer empty = ByteBuffer.allocate(0);
    Npz.Array windows = new Npz.Array("|u1", new int[] {0, 256, 256, 3}, empty);
    Path file = temp.resolve("g.npz");
    Npz.write(file, Map.of("input_u8", windows));
    refused(file, "it lacks logits_f32");
    for (String type : List.of("<i4", "<f8", ">f4")) {
      Npz.Array logits = new Npz.Array(type, new int[] {0, 23, 256, 256}, empty);
      Npz.write(file, Map.of("input_u8", windows, "logits_f32", logits));
      refused(file, "logits_f32 has the type " + type);
    }
  }

  private static void refused(Path file, String why) throws IOException {
    Bundle demo = Bundles.builtIn().getFirst().bundle();
    assertThatThrownBy(() -> Golden.read(file, demo))
        .isInstanceOf(ModelRejected.class)
        .hasMessage(
            "Invalid: %s cannot be the golden pair of bundle demo: %s; it is a .npz with input_u8 [n, 256, 256, 3] (uint8) and logits_f32 [n, 23, s, s] (float32)",
            file, why);
  }
}
