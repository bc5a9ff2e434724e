package io.cohortrun.workers.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {

  private static final String PLAIN =
      "slide_id,patient_id,uri,mpp,site\nS1,P1,a.svs,0.25,Ulm\nS2,P1,sub/b c.svs,,Köln\n";

  @TempDir Path folder;

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void plainCsvGivesItsRows() throws Exception {
    Manifest manifest = read(PLAIN);

    assertThat(manifest.rows()).extracting(ManifestRow::slideId).containsExactly("S1", "S2");
    ManifestRow second = manifest.rows().get(1);
    assertThat(second.row()).isEqualTo(1);
    assertThat(second.mpp()).isNull();
    assertThat(second.attributes()).containsEntry("site", "Köln");
    assertThat(second.uri()).isEqualTo("file://" + folder + "/sub/b%20c.svs");
    assertThat(Path.of(java.net.URI.create(second.uri()))).isEqualTo(folder.resolve("sub/b c.svs"));
  }

  @Test
  void anySpellingOfTheSameTableHasOneDigest() throws Exception {
    String digest = read(PLAIN).digest();

    for (String same :
        List.of(
            "\uFEFF" + PLAIN,
            PLAIN.replace("\n", "\r\n"),
            PLAIN.replace(",", ";"),
            PLAIN.replace(",", "\t"),
            PLAIN.replace(",", " , "),
            PLAIN.replace("S1", "\u00a0S1\u00a0"),
            PLAIN.replace("\n", "\n\n"),
            PLAIN.replace("\n", ",,\n") + ",,,,,,\n  \n",
            "sep=,\r\n" + PLAIN,
            PLAIN.replace("slide_id,", "Slide_ID,").replace("uri", "URI"),
            PLAIN.replace("S1", "\"S1\"").replace("a.svs", " \"a.svs\" "),
            PLAIN.replace("a.svs", "./x/..//a.svs"),
            PLAIN.replace("a.svs", folder + "/a.svs"),
            PLAIN.replace("a.svs", "file:" + folder + "/a.svs"),
            PLAIN.replace("b c.svs,,", "b c.svs,NA,"),
            "# exported by a program, yesterday\n" + PLAIN + "# end\n",
            lines(
                "site,mpp,uri,patient_id,slide_id,roi",
                "Ulm,0.25,a.svs,P1,S1,",
                "Köln,,sub/b c.svs,P1,S2,"))) {
      assertThat(read(same).digest()).as(same).isEqualTo(digest);
    }
    for (String other :
        List.of(
            PLAIN.replace("0.25", "0.250"),
            PLAIN.replace("Ulm", "Bonn"),
            PLAIN.replace("Köln", ""),
            "slide_id,patient_id,uri,mpp,site\nS2,P1,sub/b c.svs,,Köln\nS1,P1,a.svs,0.25,Ulm\n")) {
      assertThat(read(other).digest()).as(other).isNotEqualTo(digest);
    }
  }

  /** Anyone can make the digest again: this is what Python's json and hashlib give. */
  @Test
  void theDigestIsOfTheDocumentedText() throws Exception {
    String text =
        lines(
            "{'row':0,'slideId':'S1','patientId':'P1','uri':'file://%1$s/a.svs','mpp':'0.25','exclude':null,'roi':null,'attributes':{'site':'Ulm'}}",
            "{'row':1,'slideId':'S2','patientId':'P1','uri':'file://%1$s/sub/b%%20c.svs','mpp':null,'exclude':null,'roi':null,'attributes':{'site':'Köln'}}");

    assertThat(read(PLAIN).digest())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(
                            text.formatted(folder)
                                .replace('\'', '"')
                                .getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void quotedCellsKeepSeparatorsQuotesAndLineBreaks() throws Exception {
    Manifest manifest =
        read(
            lines(
                "slide_id,patient_id,uri,note",
                "S1,P1,\"a, b.svs\",\"he said \"\"no\"\"",
                "and left\"",
                "S2,P2,b.svs,"));

    assertThat(manifest.rows().getFirst().uri()).endsWith("/a,%20b.svs");
    assertThat(manifest.rows().getFirst().attributes())
        .containsEntry("note", "he said \"no\"\nand left");
  }

  @Test
  void everyErrorIsToldAtOnceWithItsPlace() throws Exception {
    ManifestErrors errors =
        refused(
            lines(
                "slide_id,patient_id,uri,mpp",
                "S1,P1,a.svs,abc",
                "S1,P1,b.svs,0,25",
                ",P1,../c.svs,",
                "S4,,d.svs,\"0,25\"",
                "S1,P9,a.svs,",
                "S\u00076,NA,,",
                "S7,P7",
                "S8,P8,C:\\slides\\x.svs,",
                "S9,P9,https://host/x.svs,1"));

    assertThat(errors.shown())
        .extracting(e -> e.row() + "/" + e.line() + "/" + e.column())
        .containsExactly(
            "0/2/mpp",
            "1/3/",
            "2/4/slide_id",
            "2/4/uri",
            "3/5/patient_id",
            "3/5/mpp",
            "4/6/slide_id",
            "4/6/uri",
            "5/7/slide_id",
            "5/7/patient_id",
            "5/7/uri",
            "6/8/",
            "7/9/uri",
            "8/10/uri");
    assertThat(errors.total()).isEqualTo(14);
    assertThat(errors.getMessage())
        .contains("14 errors", "manifest.csv, row 4 (line 5), column mpp: has a decimal comma")
        .contains("row 5 (line 6), column uri: is also the slide of row 1 (line 2)")
        .doesNotContain("P9");
  }

  @Test
  void atMostFiftyAreShownAndTheTotalIsTold() throws Exception {
    StringBuilder text = new StringBuilder("slide_id,patient_id,uri\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(",P,a.svs\n");
    }

    ManifestErrors errors = refused(text.toString());

    assertThat(errors.shown()).hasSize(50);
    assertThat(errors.total()).isEqualTo(20_000);
    assertThat(errors.getMessage()).endsWith("... and 19950 more");
    assertThat(errors.getMessage().lines()).hasSize(52);
  }

  @Test
  void aHeaderThatCannotServeIsNamed() throws Exception {
    assertThat(refused("").getMessage()).contains("is empty");
    assertThat(refused("\n \n,,\n").getMessage()).contains("is empty");
    assertThat(refused("slide_id,patient_id,uri\n").getMessage()).contains("no rows");
    assertThat(refused("slide_id,path\nS1,a.svs\n").getMessage())
        .contains(
            "column patient_id: this column is missing", "column uri: this column is missing");
    assertThat(refused("S1,P1,a.svs\n").getMessage()).contains("first line must hold the names");
    assertThat(refused(PLAIN.replace("site", "MPP")).getMessage()).contains("stands twice");
    assertThat(refused(PLAIN.replace("site", "")).getMessage())
        .contains("column 5, which has no name");
    assertThat(refused(PLAIN.replace("site", "_row")).getMessage()).contains("reserved");
  }

  @Test
  void aQuoteLeftOpenIsExplained() throws Exception {
    assertThat(refused(PLAIN.replace("Ulm", "\"Ulm") + "S3,P3,c.svs,,x\n").getMessage())
        .contains("line 2", "never closed");
    assertThat(refused(PLAIN.replace("S1", "\"S\"1")).getMessage()).contains("quote");
    assertThat(refused(PLAIN.replace("S1", "\"S1")).getMessage()).contains("never closed");
    assertThat(refused(PLAIN.replace("S1", "\"S1").replace("S2", "S2\"")).getMessage())
        .contains("quote");
    assertThat(read(PLAIN.replace("Ulm", "5\" slide")).rows()).hasSize(2);
  }

  @Test
  void otherKindsOfFilesAreNamedForWhatTheyAre() throws Exception {
    assertThat(refused(PLAIN.getBytes(StandardCharsets.UTF_16))).contains("UTF-16");
    assertThat(refused(PLAIN.getBytes(StandardCharsets.UTF_16LE))).contains("zero bytes");
    assertThat(refused(PLAIN.getBytes(StandardCharsets.ISO_8859_1))).contains("line 3", "UTF-8");
    assertThat(refused(new byte[] {'P', 'K', 3, 4, 0})).contains("workbook");
    assertThat(refused(new byte[] {0x1f, (byte) 0x8b, 8, 0})).contains("compressed");
    assertThat(refused("PAR1 and then nothing".getBytes(StandardCharsets.UTF_8)))
        .contains("Parquet");
    assertThat(sentence(folder.resolve("absent.csv"))).contains("does not exist");
    assertThat(sentence(folder)).contains("not a file");
  }

  @Test
  void badBytesHideNoOtherError() throws Exception {
    String text =
        lines(
            "slide_id,patient_id,uri",
            "S1,P1,a.svs",
            "S1,P1,../b.svs",
            "S\u0000,P2,c.svs",
            "Köln,P3,d.svs");
    assertThat(refused(text.getBytes(StandardCharsets.ISO_8859_1)))
        .contains("4 errors", "line 5", "UTF-8", "repeats the id", "row 3");
  }

  @Test
  void messagesNameTheFileAsItIsWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("m\u00e4n ifest.csv"), "slide_id,uri\na,b\n");
    String uri = "file://" + UriText.escape(file.toString());
    assertThat(catchThrowableOfType(ManifestErrors.class, () -> new Manifests(u -> null).read(uri)))
        .hasMessageContaining("m\u00e4n ifest.csv,");
  }

  @Test
  void rowsUnderAHeaderThatIsNoneAreNotJudged() throws Exception {
    assertThat(refused(lines("exported by a program", "slide_id,patient_id,uri", "a,b,c")))
        .hasMessageContaining("3 errors");
  }

  @Test
  void excludeTakesReasonsAndFlags() throws Exception {
    Manifest manifest =
        read(
            lines(
                "slide_id,patient_id,uri,exclude",
                "A,P,a,pen marks",
                "B,P,b,FALSE",
                "C,P,c,NA",
                "D,P,d,true",
                "E,P,e,"));

    assertThat(manifest.rows())
        .extracting(ManifestRow::exclude)
        .containsExactly(
            "pen marks", null, null, "Excluded by the manifest, which gives no reason.", null);
  }

  @Test
  void aFrozenManifestReadsBackAsItWas() throws Exception {
    Manifest manifest =
        read(
            lines(
                "slide_id,patient_id,uri,mpp,exclude,roi,stain,\"a \"\"b\"\"\"",
                "S1,P1,a.svs,0.25,,a.geojson,HE,'x'",
                "S2,P2,b.svs,,blurred,,,"));
    Path file = folder.resolve("frozen.parquet");

    FrozenTable.write(manifest, file);

    assertThat(FrozenTable.read(file)).isEqualTo(manifest);
    assertThat(FrozenTable.read(file).digest()).isEqualTo(manifest.digest());
  }

  @Test
  void aParquetManifestIsTheSameCohort() throws Exception {
    Path file = folder.resolve("cohort.pq");
    Files.createFile(file);
    io.cohortrun.workers.table.ParquetTable.write(
        file,
        List.of(
            new io.cohortrun.workers.table.ParquetTable.Column("slide_id", "VARCHAR"),
            new io.cohortrun.workers.table.ParquetTable.Column("Patient_ID", "INTEGER"),
            new io.cohortrun.workers.table.ParquetTable.Column("uri", "VARCHAR"),
            new io.cohortrun.workers.table.ParquetTable.Column("mpp", "DOUBLE")),
        appender -> {
          appender.beginRow();
          appender.append("S1").append(7).append("a.svs").append(0.25).endRow();
          appender.beginRow();
          appender.append("S2").append(8).append("b.svs").appendNull().endRow();
        });

    assertThat(new Manifests(uri -> null).read(file.toString()).digest())
        .isEqualTo(read("slide_id,patient_id,uri,mpp\nS1,7,a.svs,0.25\nS2,8,b.svs,\n").digest());
  }

  private Manifest read(String text) throws ManifestErrors, IOException {
    Path file = folder.resolve("manifest.csv");
    Files.writeString(file, text);
    return new Manifests(uri -> null).read(file.toUri().toString());
  }

  private ManifestErrors refused(String text) throws IOException {
    return catchThrowableOfType(ManifestErrors.class, () -> read(text));
  }

  private String refused(byte[] bytes) throws IOException {
    Path file = folder.resolve("bytes.csv");
    Files.write(file, bytes);
    return sentence(file);
  }

  private static String sentence(Path file) {
    return catchThrowableOfType(
            ManifestErrors.class, () -> new Manifests(uri -> null).read(file.toString()))
        .getMessage();
  }
}
