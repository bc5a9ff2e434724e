package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.imported.Architecture;
import io.cohortrun.workers.model.imported.MadeCheckpoints;
import io.cohortrun.workers.model.imported.MadeCheckpoints.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cohort model import} as its users meet it: what it refuses, and folders of the hub. */
class ModelImportIT {

  private static final Architecture GIGATIME = Architecture.of("gigatime").orElseThrow();
  private static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path temp;

  @Test
  void missingExtraAndMisshapenTensorsAreNamedAtOnce() throws Exception {
    SequencedMap<String, Part> parts = MadeCheckpoints.blank(GIGATIME);
    Part bias = parts.remove("conv2_1.bn1.bias");
    parts.put("conv2_1.bn3.bias", bias);
    parts.put("final.bias", bias);
    MadeCheckpoints.write(temp.resolve("c.pth"), parts);
    refused(
        "TensorMismatch: the checkpoint is not one of gigatime: ",
        "conv2_1.bn1.bias is missing",
        "final.bias has the shape [128], not [23]",
        "conv2_1.bn3.bias is left over");
  }

  @Test
  void aValueThatIsNotANumberIsNamed() throws Exception {
    SequencedMap<String, Part> parts = MadeCheckpoints.blank(GIGATIME);
    byte[] zeros = new byte[23 * Float.BYTES];
    Arrays.fill(zeros, 28, 32, (byte) 0xFF);
    parts.put("final.bias", new Part(List.of(23L), false, zeros));
    MadeCheckpoints.write(temp.resolve("c.pth"), parts);
    refused("TensorMismatch: ", "final.bias is NaN at element 7");
  }

  @Test
  void twoTensorsOfOneShapeSwappedAreCaughtByTheGoldenPair() throws Exception {
    SequencedMap<String, Part> parts = MadeCheckpoints.of(GIGATIME);
    Part one = parts.get("conv1_1.bn2.bias");
    parts.put("conv1_1.bn2.bias", parts.put("conv1_2.bn2.bias", one));
    MadeCheckpoints.write(temp.resolve("c.pth"), parts);
    try (InputStream in =
        MadeCheckpoints.class.getResourceAsStream("/checkpoints/made-gigatime-golden.npz")) {
      Files.copy(in, temp.resolve("g.npz"));
    }
    refused(
        List.of("c.pth", "--golden", "g.npz"),
        "GoldenDrift: the network says ",
        "this checkpoint is not the one that the pair was made with");
  }

  @Test
  void aFileOfSafetensorsIsProvedLikeAnyOtherAndHalfOfItIsRefused() throws Exception {
    Path whole =
        MadeCheckpoints.writeSafetensors(
            temp.resolve("c.safetensors"), MadeCheckpoints.of(GIGATIME));
    try (InputStream in =
        MadeCheckpoints.class.getResourceAsStream("/checkpoints/made-gigatime-golden.npz")) {
      Files.copy(in, temp.resolve("g.npz"));
    }
    CohortProcess proved = cohort(List.of("c.safetensors", "--golden", "g.npz"), "imported");
    assertThat(proved.exit()).as(proved.stderr()).isZero();
    assertThat(proved.stdout()).startsWith("gigatime ").contains("golden pair reproduced: ");
    assertThat(proved.stderr()).isEmpty();

    try (FileChannel file = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    refused(List.of("c.safetensors"), "BadCheckpoint: checkpoint c.safetensors: it has ");
  }

  @Test
  void halfAFileIsRefused() throws Exception {
    Path whole = MadeCheckpoints.write(temp.resolve("w.pth"), MadeCheckpoints.blank(GIGATIME));
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(temp.resolve("c.pth"), Arrays.copyOf(bytes, bytes.length / 2));
    refused("BadCheckpoint: checkpoint c.pth");
  }

  @Test
  void codeInAPickleIsNamedAndNotRun() throws Exception {
    String command = "touch " + temp.resolve("ran");
    String pickle =
        "\u0080\u0002cposix\nsystem\nX%c\0\0\0%s\u0085R.".formatted(command.length(), command);
    stored(temp.resolve("c.pth"), "a/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
    refused("UnsafeCheckpoint: ", "it wants to use posix.system");
    assertThat(temp.resolve("ran")).doesNotExist();
  }

  @Test
  void aZipBombIsRefusedUnopened() throws Exception {
    try (OutputStream out = Files.newOutputStream(temp.resolve("c.pth"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 2048; i++) { // twice the heap
        zip.write(zeros);
      }
    }
    refused("UnsafeCheckpoint: ", "'a/data.pkl' is compressed or encrypted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../data.pkl", "/etc/data.pkl", "a\\b/data.pkl"})
  void pathsThatLeaveTheArchiveAreRefused(String path) throws Exception {
    stored(temp.resolve("c.pth"), path, new byte[] {(byte) 0x80, 2, '}', '.'});
    refused("UnsafeCheckpoint: ", "it holds the path '" + path + "'");
  }

  @Test
  void aFolderOfTheHubsCacheIsImportedAndABrokenDownloadIsNot() throws Exception {
    Path model = temp.resolve("models--someone--model");
    Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(REVISION));
    Path blobs = Files.createDirectories(model.resolve("blobs"));
    Files.writeString(Files.createDirectories(model.resolve("refs")).resolve("main"), REVISION);
    Path made = MadeCheckpoints.write(temp.resolve("w.pth"), MadeCheckpoints.blank(GIGATIME));
    Path blob = Files.move(made, blobs.resolve(Sha256.of(made)));
    Path card = Files.writeString(blobs.resolve("c".repeat(40)), "a card");
    Path up = Path.of("..", "..", "blobs");
    Files.createSymbolicLink(snapshot.resolve("model.pth"), up.resolve(blob.getFileName()));
    Files.createSymbolicLink(snapshot.resolve("README.md"), up.resolve(card.getFileName()));
    assertImported(hub(model));

    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, bytes);
    refused(
        List.of("--hub-dir", model.getFileName().toString()),
        "BadCheckpoint: model.pth of models--someone--model is not whole");
  }

  @Test
  void aFolderThatTheHubsClientDownloadedIntoIsImported() throws Exception {
    Path dir = Files.createDirectories(temp.resolve("GigaTIME"));
    MadeCheckpoints.write(dir.resolve("model.pth"), MadeCheckpoints.blank(GIGATIME));
    Files.writeString(dir.resolve("README.md"), "a card");
    Files.writeString(dir.resolve(".gitattributes"), "*.pth filter=lfs");
    Path kept = Files.createDirectories(dir.resolve(".cache/huggingface/download"));
    Files.writeString(kept.resolve("model.pth.metadata"), REVISION);
    Files.createFile(kept.resolve("model.pth.lock"));
    assertImported(hub(dir));
  }

  private CohortProcess hub(Path dir) throws Exception {
    return cohort(List.of("--hub-dir", dir.getFileName().toString()), "imported");
  }

  private void assertImported(CohortProcess imported) {
    assertThat(imported.exit()).as(imported.stderr()).isZero();
    assertThat(imported.stdout()).startsWith("gigatime ").hasLineCount(1);
    assertThat(temp.resolve("imported"))
        .isDirectoryContaining("glob:**/bundle.json")
        .isDirectoryContaining("glob:**/model.pt")
        .isDirectoryContaining("glob:**/golden.npz");
  }

  private void refused(String code, String... parts) throws Exception {
    refused(List.of("c.pth"), code, parts);
  }

  /** One coded sentence, status 2, and no trace of a bundle. */
  private void refused(List<String> source, String code, String... parts) throws Exception {
    CohortProcess refused = cohort(source, "b");
    assertThat(refused.exit()).as(refused.stderr()).isEqualTo(2);
    assertThat(refused.stdout()).isEmpty();
    assertThat(refused.stderr())
        .startsWith("cohort: " + code)
        .hasLineCount(1)
        .doesNotContain("Exception");
    assertThat(List.of(parts)).allMatch(refused.stderr()::contains);
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(n -> n.equals("b") || n.startsWith(".importing"));
    }
  }

  private CohortProcess cohort(List<String> source, String to) throws Exception {
    List<String> args = new ArrayList<>(List.of("model", "import", "--arch", "gigatime"));
    args.addAll(source);
    args.addAll(List.of("-o", to));
    return CohortProcess.run(temp, Map.of(), args.toArray(String[]::new));
  }

  private static void stored(Path file, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(entry);
      zip.write(bytes);
    }
  }
}
