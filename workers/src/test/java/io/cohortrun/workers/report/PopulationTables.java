package io.cohortrun.workers.report;

import io.cohortrun.workers.model.PanelOrder;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tables of a made-up cohort as a run publishes them, the same at every call: types and sites with
 * densities of their own, an MSI effect on CD8, hazards that follow CD8, small groups, missing
 * values, words that look like markup.
 */
final class PopulationTables {

  static final String HOSTILE_SITE = "<b>Site & Sons</b>";
  private static final List<String> FEATURES =
      List.of("density", "entropy", "snr", "sharpness", "morans_i", "contrast");

  private final ObjectStore store;
  private final RunLayout layout;
  private final int types;
  private final int genes;
  private final Random random = new Random(20261129);
  final List<Subject> subjects = new ArrayList<>();

  /** One patient; what is not known is NaN or empty. */
  record Subject(
      String id,
      String type,
      String subtype,
      String site,
      double age,
      String sex,
      int stage,
      boolean msi,
      double days,
      boolean died,
      double[] densities) {}

  PopulationTables(ObjectStore store, RunLayout layout, int patients, int types, int genes) {
    this.store = store;
    this.layout = layout;
    this.types = types;
    this.genes = genes;
    for (int i = 0; i < patients; i++) {
      subjects.add(subject(i));
    }
  }

  private Subject subject(int i) {
    int type = (int) (types * Math.pow(random.nextDouble(), 1.5));
    int site = random.nextInt(8);
    boolean msi = random.nextDouble() < 0.12;
    double[] densities = new double[PanelOrder.IDS.size()];
    for (int c = 0; c < densities.length; c++) {
      double log = -3 - 0.1 * c + 0.25 * ((type + c) % 3) + 0.05 * (site * c % 5);
      log += PanelOrder.IDS.get(c).equals("CD8") && msi ? 0.8 : 0;
      densities[c] = Math.min(0.95, Math.exp(log + 0.7 * random.nextGaussian()));
    }
    int stage = random.nextDouble() < 0.05 ? 0 : 1 + random.nextInt(4);
    double hazard = Math.exp(0.4 * stage - 6 * densities[PanelOrder.IDS.indexOf("CD8")]) / 2500;
    double death = -Math.log(1 - random.nextDouble()) / hazard;
    double censored = 300 + 3000 * random.nextDouble();
    return new Subject(
        "P%05d".formatted(i),
        "TYPE" + (char) ('A' + type),
        "SUB" + (char) ('A' + type) + random.nextInt(1 + Math.max(1, 300 / types)),
        site == 7 ? HOSTILE_SITE : "site" + site,
        random.nextDouble() < 0.03 ? Double.NaN : Math.round(62 + 11 * random.nextGaussian()),
        random.nextBoolean() ? "female" : "male",
        stage,
        msi,
        Math.rint(Math.min(death, censored)),
        death < censored,
        densities);
  }

  void write() throws IOException {
    patients();
    put(
        "flow.csv",
        """
        step,slides,patients,lost_slides,lost_patients,reason
        manifest,%d,%d,,,
        results,%d,%d,41,12,Unreadable: the file cannot be decoded
        results,%d,%d,9,4,NoTissue
        slide-rule,%d,%d,60,0,not the slide that stands for its patient
        clinical,%d,%d,25,25,no clinical record
        analysed,%d,%d,,,
        """
            .formatted(flow(135, 41, 94, 29, 85, 25, 25, 25, 0, 0, 0, 0)));
    put(
        "attrition.csv",
        """
        attribute,level,analysed,lost,test,p
        age,,62,68,mann-whitney,0.012
        stage,I,90,3,kruskal-wallis,0.4
        stage,II,88,14,,
        site,site0,40,20,kruskal-wallis,0.0004
        """);
    put(
        "table1.csv",
        """
        variable,level,stratum,n,value,text
        patients,,all,%1$d,,%1$d
        patients,,TYPEA,120,,120
        age,,all,%1$d,62,62 (55-69)
        age,,TYPEA,118,61,61 (54-68)
        sex,female,all,200,0.5,200 (50 %%)
        sex,female,TYPEA,60,0.5,60 (50 %%)
        sex,male,all,200,0.5,200 (50 %%)
        sex,male,TYPEA,60,0.5,60 (50 %%)
        stage,IV,all,20,0.05,20 (5 %%)
        stage,IV,TYPEA,,,<10
        """
            .formatted(subjects.size()));
    put(
        "join_report.csv",
        "reason,table,column,count,rows,meaning\r\nNoSlides,clinical.csv,,31,1 2 3,patients of the table have no slides\r\n");
    put(
        "dictionary.tsv",
        """
        column\tkind\tlevels\twhy\tadjusts
        age\tcontinuous\t\tnumbers\tall
        TMB\tcontinuous\t\tnumbers\tall
        MSI\tbinary\tMSS < MSI-H\ttwo values\tgenes
        """);
    put(
        "not_tested.csv",
        "level,stratum,attribute,reason,tests\r\npan-cancer,all,RARE,SmallArm,115\r\ntype,TYPEB,TP53,SmallArm,230\r\n");
    new PopulationFindings(this).write();
  }

  /** Counts of a flow that ends at the analysed; pairs are slides and patients before it. */
  private Object[] flow(int... lost) {
    return IntStream.range(0, lost.length)
        .mapToObj(i -> (Object) (subjects.size() + lost[i]))
        .toArray();
  }

  private void patients() throws IOException {
    StringBuilder csv = new StringBuilder("patient,type,subtype,site,age,sex,stage,MSI");
    StringBuilder words = new StringBuilder("column,kind,unit,description\r\npatient,id,,\r\n");
    words.append("type,stratum,,\r\nage,continuous,years,\r\nsex,categorical,,\r\n");
    words.append("stage,ordinal,,\r\nMSI,binary,,\r\nOS_time,time,days,\r\nOS_event,event,,\r\n");
    for (int g = 0; g < genes; g++) {
      csv.append(",GENE").append(g);
      words.append("GENE").append(g).append(",binary,,\r\n");
    }
    csv.append(",OS_time,OS_event,OS_entry,slides,tiles,valid_pixels");
    PanelOrder.IDS.forEach(
        c -> FEATURES.forEach(f -> csv.append(',').append(c).append('_').append(f)));
    csv.append("\r\n");
    for (Subject s : subjects) {
      csv.append(String.join(",", s.id(), s.type(), s.subtype(), s.site()));
      csv.append(',').append(Double.isNaN(s.age()) ? "" : String.valueOf(s.age()));
      csv.append(',').append(s.sex()).append(',').append(s.stage() == 0 ? "" : "" + s.stage());
      csv.append(',').append(s.msi() ? 1 : 0);
      for (int g = 0; g < genes; g++) {
        double drawn = random.nextDouble();
        csv.append(drawn < 0.06 ? ",1" : drawn < 0.8 ? ",0" : ",");
      }
      csv.append(",%s,%d,,1,900,90000000".formatted(s.days(), s.died() ? 1 : 0));
      for (double density : s.densities()) {
        csv.append(',').append(density).append(",0.61,3.2,0.04,");
        csv.append(0.5 + density / 2).append(',').append(density * density / 5);
      }
      csv.append("\r\n");
    }
    put("patients.csv", csv.toString());
    put("patients_dictionary.csv", words.toString());
  }

  void put(String name, String text) throws IOException {
    store.put(layout.analysis() + name, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String name, byte[] bytes) throws IOException {
    store.put(layout.analysis() + name, bytes);
  }

  /** Beside {@code analysis/}: one check failed or none. */
  void validation(boolean passed) throws IOException {
    String json =
        """
        {"passed": %s, "checks": [
          {"name": "LedgerComplete", "result": "Passed", "value": 1, "threshold": 1, "action": "Stop", "sentence": "Every row of the manifest has one outcome."},
          {"name": "Specificity", "result": "%s", "value": 0.31, "threshold": 0.5, "action": "Mark", "sentence": "31 %% of the associations stand beside the background channels."},
          {"name": "Quality", "result": "NotApplicable", "value": null, "threshold": null, "action": "Mark", "sentence": "No paired mIF was given."}]}
        """
            .formatted(passed, passed ? "Passed" : "Failed");
    store.put(layout.run().prefix() + "validation.json", json.getBytes(StandardCharsets.UTF_8));
  }

  String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
  }
}
