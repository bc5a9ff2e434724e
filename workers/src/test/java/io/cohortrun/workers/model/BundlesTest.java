package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may call itself a bundle. */
class BundlesTest {

  @TempDir private Path temp;

  @Test
  void oneBundleHasOneDigestWhereverItLies() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("folder"));
    String digest = Bundles.open("demo").digest();
    assertThat(Bundles.open(dir.toString()).digest()).isEqualTo(digest);
    assertThat(Bundles.open(dir.toUri().toString()).digest()).isEqualTo(digest);
    Map<String, byte[]> files = files(dir);
    files.put("notes.txt", new byte[3]);
    BundleFiles.zip(temp.resolve("b.zip"), files);
    assertThat(Bundles.open(temp.resolve("b.zip").toString()).digest()).isEqualTo(digest);
    tar(temp.resolve("b.tar"), "demo/", files, false);
    assertThat(Bundles.open(temp.resolve("b.tar").toString()).digest()).isEqualTo(digest);
    tar(temp.resolve("b.tar.gz"), "./", files, true);
    assertThat(Bundles.open(temp.resolve("b.tar.gz").toString()).digest()).isEqualTo(digest);
    assertThat(Bundles.builtIn()).extracting(b -> b.bundle().id()).containsExactly("demo");
  }

  @Test
  void everyBrokenRuleIsNamedAtOnce() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    BundleFiles.edit(
        dir,
        json -> {
          json.put("runtime", "onnx").put("mpp", 0).put("windowPx", 200).remove("licence");
          ArrayNode channels = (ArrayNode) json.get("channels");
          ((ObjectNode) channels.get(3)).put("id", "CD4").put("threshold", 1.0);
          ((ObjectNode) channels.get(4)).put("role", "stain").put("colour", -1);
          ((ObjectNode) channels.get(6)).put("role", "background");
          ((ObjectNode) channels.get(7)).put("id", "TRITC");
          ((ObjectNode) json.get("digests")).remove("golden.npz");
        });
    refused(dir)
        .hasMessageContaining("Invalid")
        .hasMessageContaining("runtime must be torchscript")
        .hasMessageContaining("mpp must lie within")
        .hasMessageContaining("windowPx 200 must divide tilePx 512")
        .hasMessageContaining("channel 5 (CD4): id is used twice")
        .hasMessageContaining("channel 3 (CD4): threshold must lie between 0 and 1")
        .hasMessageContaining("channel 4 (CD14): role must be")
        .hasMessageContaining("colour must be")
        .hasMessageContaining("statistics take TRITC and Cy5 alone for background")
        .hasMessageContaining("channel 7 (TRITC): statistics take TRITC and Cy5 for background")
        .hasMessageContaining("digests names no golden.npz")
        .hasMessageContaining("licence is missing");
  }

  @Test
  void brokenAndMissingFilesAreNamed() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    Files.writeString(dir.resolve("bundle.json"), "{\n \"id\": \"x\",\n oops }");
    refused(dir).hasMessageContaining("line 3");
    Files.writeString(dir.resolve("bundle.json"), "{}");
    refused(dir).hasMessageContaining("channels must be").hasMessageContaining("id must be");
    Files.writeString(dir.resolve("bundle.json"), "null");
    refused(dir).hasMessageContaining("is empty");
    Files.delete(dir.resolve("model.pt"));
    refused(dir).hasMessageContaining("NotFound").hasMessageContaining("lacks model.pt");
    refused(temp.resolve("nowhere")).hasMessageContaining("neither demo, a folder nor an archive");
    assertThatThrownBy(() -> Bundles.open("s3://bucket/b.zip"))
        .isInstanceOf(ModelRejected.class)
        .hasMessageContaining("copy the bundle to this machine");
  }

  @Test
  void anotherNetworkUnderTheSameDescriptionIsRefused() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    BundleFiles.spoil(dir, "maps.bias", BundlesTest::plusOne);
    refused(dir).hasMessageContaining("DigestMismatch").hasMessageContaining("model.pt differs");
  }

  @Test
  void pathsOfArchivesAreNeverFollowed() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    for (String name :
        new String[] {"../model.pt", "/model.pt", "a/../../model.pt", "..\\model.pt", "a/b/c"}) {
      Map<String, byte[]> files = files(dir);
      files.put(name, new byte[] {1});
      BundleFiles.zip(temp.resolve("evil.zip"), files);
      refused(temp.resolve("evil.zip"))
          .hasMessageContaining("BadArchive")
          .hasMessageContaining("which no bundle has");
      tar(temp.resolve("evil.tar"), "", files, false);
      refused(temp.resolve("evil.tar")).hasMessageContaining("which no bundle has");
    }
    assertThat(temp.resolve("model.pt")).doesNotExist();
  }

  @Test
  void damagedLargeAndDoubledArchivesAreRefused() throws IOException {
    Path dir = BundleFiles.demoIn(temp.resolve("b"));
    Map<String, byte[]> large = files(dir);
    large.put("bundle.json", new byte[(1 << 20) + 1]);
    BundleFiles.zip(temp.resolve("large.zip"), large);
    refused(temp.resolve("large.zip"))
        .hasMessageContaining("bundle.json")
        .hasMessageContaining("larger");
    Map<String, byte[]> twice = files(dir);
    twice.put("x/model.pt", new byte[3]);
    BundleFiles.zip(temp.resolve("twice.zip"), twice);
    refused(temp.resolve("twice.zip")).hasMessageContaining("holds model.pt twice");
    tar(temp.resolve("whole.tar"), "", files(dir), false);
    byte[] whole = Files.readAllBytes(temp.resolve("whole.tar"));
    Files.write(temp.resolve("cut.tar"), Arrays.copyOf(whole, whole.length / 2));
    refused(temp.resolve("cut.tar")).hasMessageContaining("BadArchive");
    tar(temp.resolve("whole.tgz"), "", files(dir), true);
    byte[] squeezed = Files.readAllBytes(temp.resolve("whole.tgz"));
    Files.write(temp.resolve("cut.tgz"), Arrays.copyOf(squeezed, squeezed.length / 2));
    refused(temp.resolve("cut.tgz")).hasMessageContaining("BadArchive");
    Files.writeString(temp.resolve("text.zip"), "not an archive at all ".repeat(100));
    refused(temp.resolve("text.zip")).hasMessageContaining("neither a zip nor a tar archive");
    Files.write(temp.resolve("empty.zip"), new byte[0]);
    refused(temp.resolve("empty.zip")).hasMessageContaining("lacks bundle.json");
  }

  @Test
  void thresholdsOfUnknownChannelsAreRefusedAllAtOnce() throws IOException {
    BundleFolder demo = Bundles.open("demo");
    assertThatThrownBy(() -> demo.withThresholds(Map.of("CD999", 0.5, "CK", 1.5)))
        .isInstanceOf(ModelRejected.class)
        .hasMessageContaining("no channel CD999")
        .hasMessageContaining("threshold of CK");
  }

  static byte[] plusOne(byte[] bytes) {
    byte[] changed = bytes.clone();
    changed[2] ^= 1;
    return changed;
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path bundle) {
    return assertThatThrownBy(() -> Bundles.open(bundle.toString()))
        .isInstanceOf(ModelRejected.class);
  }

  private static Map<String, byte[]> files(Path dir) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : Bundles.FILES) {
      files.put(name, Files.readAllBytes(dir.resolve(name)));
    }
    return files;
  }

  private static void tar(Path file, String folder, Map<String, byte[]> files, boolean squeeze)
      throws IOException {
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = squeeze ? new GZIPOutputStream(raw) : raw) {
      for (Map.Entry<String, byte[]> e : files.entrySet()) {
        byte[] header = new byte[512];
        put(header, 0, folder + e.getKey());
        put(header, 124, "%011o".formatted(e.getValue().length));
        header[156] = '0';
        put(header, 257, "ustar");
        out.write(header);
        out.write(e.getValue());
        out.write(new byte[(512 - e.getValue().length % 512) % 512]);
      }
      out.write(new byte[1024]);
    }
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
