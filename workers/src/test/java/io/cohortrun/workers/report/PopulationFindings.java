package io.cohortrun.workers.report;

import io.cohortrun.workers.analyse.AssociationColumns;
import io.cohortrun.workers.model.PanelOrder;
import io.cohortrun.workers.report.PopulationTables.Subject;
import io.cohortrun.workers.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run would have found in a made-up cohort; only the curves are computed from it. */
final class PopulationFindings {

  static final List<String> ATTRIBUTES =
      List.of(
          "MSI", "TMB", "stage", "KRAS", "TP53", "APC", "KMT2D", "BRAF", "PIK3CA", "PTEN", "EGFR",
          "NRAS", "RB1", "SMAD4", "ARID1A", "ATM", "BRCA2", "CDKN2A", "FBXW7", "VHL");

  private final PopulationTables tables;
  private final Random random = new Random(7);

  PopulationFindings(PopulationTables tables) {
    this.tables = tables;
  }

  void write() throws IOException {
    associations();
    survival();
    new TriageTables(tables).write();
    tables.put("signature.json", SIGNATURE);
    tables.put("concordance.json", concordance());
    StringBuilder quality =
        new StringBuilder(
            "channel,metric,bundle,value,lower,upper,n_slides,baseline,difference,p_holm\r\n");
    for (String channel : List.of("CD8", "CD3", "CK", "TRITC")) {
      quality.append(channel + ",box_pearson,gigatime,0.41,0.33,0.48,12,,,\r\n");
      quality.append(channel + ",box_specificity,gigatime,0.06,-0.02,0.15,12,,,\r\n");
      quality.append(channel + ",box_partial,gigatime,,,,0,,,\r\n");
      quality.append(channel + ",box_pearson,dapi,0.31,0.22,0.4,12,,,\r\n");
      quality.append(channel + ",box_pearson,gigatime,0.41,-0.02,0.21,12,dapi,0.1,0.04\r\n");
    }
    tables.put("quality.csv", quality.toString());
    tables.put(
        "associations_given_density.csv",
        """
        level,stratum,channel,feature,attribute,effect,effect_kind,p,effect_given_density,p_given_density,beyond_density
        pan-cancer,all,CD20,entropy,TMB,0.2,rho,1e-6,0.01,0.7,false
        pan-cancer,all,CD20,morans_i,MSI,0.3,delta,1e-8,0.2,1e-5,true
        """);
    tables.put(
        "subtypes.csv",
        """
        subtype,patients,wider,stratum
        SUB,0,,
        SUBA,5,SUB,SUBA
        SUBA1,41,SUBA,SUBA1
        SUBA2,19,SUBA,SUBA
        SUBA3,18,SUBA,SUBA
        SUBB1,9,,SUBB1
        """);
    tables.put(
        "combinations.csv",
        """
        level,stratum,channel_a,channel_b,attribute,effect_pair,effect_a,effect_b,gain,p,q,against_background
        pan-cancer,all,CD68,CD138,MSI,0.41,0.1,0.3,0.04,1e-5,0.001,0.02
        pan-cancer,all,CD68,CD138,KRAS,0.11,0.1,0.12,-0.01,0.4,0.6,-0.02
        """);
  }

  private void associations() throws IOException {
    List<String> names = AssociationColumns.NAMES;
    List<List<Object>> rows = new ArrayList<>();
    for (String stratum : List.of("all", "TYPEA", "TYPEB")) {
      for (String channel : PanelOrder.IDS) {
        for (String attribute : ATTRIBUTES) {
          rows.add(association(stratum, channel, attribute));
        }
      }
    }
    StringBuilder csv = new StringBuilder(String.join(",", names)).append("\r\n");
    rows.stream()
        .filter(r -> r.getLast().equals(true))
        .forEach(
            r ->
                csv.append(
                        r.stream()
                            .map(v -> v == null ? "" : v.toString())
                            .collect(Collectors.joining(",")))
                    .append("\r\n"));
    tables.put("associations_significant.csv", csv.toString());
    parquet("associations", rows);
    List<List<Object>> pairs = new ArrayList<>();
    for (String attribute : ATTRIBUTES) {
      List<Object> pair = association("all", "CD3|CD8", attribute);
      pair.set(names.indexOf("feature"), "or_density");
      pairs.add(pair);
    }
    parquet("associations_pairs", pairs);
  }

  private void parquet(String name, List<List<Object>> rows) throws IOException {
    Path file = Files.createTempFile("tests", ".parquet");
    for (String level : List.of("pan-cancer", "type")) {
      List<ParquetTable.Column> columns =
          Stream.concat(AssociationColumns.NAMES.stream().skip(1), Stream.of("n_adjusted"))
              .map(n -> new ParquetTable.Column(n, type(n)))
              .toList();
      ParquetTable.writeValues(
          file,
          columns,
          rows.stream()
              .filter(r -> r.getFirst().equals(level))
              .map(PopulationFindings::stored)
              .toList());
      tables.put(
          name + ".parquet/level=" + level + "/" + name + ".parquet", Files.readAllBytes(file));
    }
    Files.delete(file);
  }

  /** Without the level, which is in the path; every tenth patient lacks a covariate. */
  private static List<Object> stored(List<Object> row) {
    List<Object> stored = new ArrayList<>(row.subList(1, row.size()));
    stored.add((Integer) row.get(AssociationColumns.NAMES.indexOf("n")) * 9 / 10);
    return stored;
  }

  private static String type(String column) {
    return switch (column) {
      case "n", "n1", "n_adjusted" -> "INTEGER";
      case "specific", "stable", "significant" -> "BOOLEAN";
      case "stratum", "channel", "feature", "attribute", "test", "effect_kind" -> "VARCHAR";
      default -> "DOUBLE";
    };
  }

  private List<Object> association(String stratum, String channel, String attribute) {
    double effect = 0.06 * random.nextGaussian();
    boolean planted =
        switch (attribute) {
          case "MSI" -> List.of("CD8", "CD138", "CD3", "PD-1", "TRITC").contains(channel);
          case "TMB" -> channel.startsWith("CD");
          case "KRAS" -> channel.equals("CD20");
          default -> false;
        };
    effect += planted ? (channel.equals("CD20") ? -0.25 : 0.3) : 0;
    int n = stratum.equals("all") ? tables.subjects.size() : 120;
    double z = effect * Math.sqrt(n) * 0.9;
    double p = Math.min(1, Math.exp(-0.5 * z * z - 0.3 * Math.abs(z)));
    double q = Math.min(1, p * 20);
    boolean significant = q < StatisticsCohort.RATE;
    boolean ranks = List.of("TMB", "stage").contains(attribute);
    List<Object> row = new ArrayList<>();
    row.add(stratum.equals("all") ? "pan-cancer" : "type");
    row.addAll(List.of(stratum, channel, "density", attribute));
    row.addAll(List.of(ranks ? "spearman" : "van-elteren", n));
    row.add(ranks ? null : (Integer) (n / 5));
    row.addAll(List.of(effect, ranks ? "rho" : "delta", p, q, Math.min(1, p * 1380)));
    row.addAll(List.of(Math.min(1, q * 4), Math.min(1, p / 2), Math.min(1, p * 3)));
    row.add(p < 0.02 && !channel.equals("TRITC"));
    row.add(significant ? (Object) (p < 0.002) : null);
    row.add(significant);
    return row;
  }

  private void survival() throws IOException {
    StringBuilder hazards =
        new StringBuilder(
            "level,stratum,endpoint,channel,feature,model,n,events,hr,lower,upper,p,q,concordance,zph_p,reason\r\n");
    for (String channel : PanelOrder.IDS) {
      for (String model : List.of("univariable", "adjusted")) {
        double log = channel.equals("CD8") ? -0.3 : 0.08 * random.nextGaussian();
        double p = Math.min(1, Math.exp(-120 * log * log));
        hazards.append(
            "pan-cancer,all,OS,%s,density,%s,%d,180,%s,%s,%s,%s,%s,0.55,0.3,\r\n"
                .formatted(
                    channel,
                    model,
                    tables.subjects.size(),
                    tables.number(Math.exp(log)),
                    tables.number(Math.exp(log - 0.15)),
                    tables.number(Math.exp(log + 0.15)),
                    tables.number(p),
                    tables.number(Math.min(1, 20 * p))));
      }
    }
    hazards.append("type,TYPEC,OS,CD8,density,adjusted,22,3,,,,,,,,TooFewEvents\r\n");
    tables.put("survival.csv", hazards.toString());
    StringBuilder curves =
        new StringBuilder(
            "level,stratum,endpoint,by,group,time,at_risk,events,survival,lower,upper\r\n");
    Map<String, List<Subject>> stages =
        tables.subjects.stream()
            .filter(s -> s.stage() > 0)
            .collect(
                Collectors.groupingBy(
                    s -> "stage " + s.stage(), TreeMap::new, Collectors.toList()));
    stages.forEach((group, of) -> curve(curves, "stage", group, of));
    int cd8 = PanelOrder.IDS.indexOf("CD8");
    List<Subject> sorted =
        tables.subjects.stream()
            .sorted(Comparator.comparingDouble(s -> s.densities()[cd8]))
            .toList();
    int half = sorted.size() / 2;
    curve(curves, "CD8 density", "low", sorted.subList(0, half));
    curve(curves, "CD8 density", "high", sorted.subList(half, sorted.size()));
    tables.put("kaplan_meier.csv", curves.toString());
    tables.put(
        "logrank.csv",
        """
        level,stratum,endpoint,by,groups,n,events,chi2,df,p
        pan-cancer,all,OS,stage,4,380,170,31.2,3,8e-7
        pan-cancer,all,OS,CD8 density,2,400,180,14.1,1,0.00017
        """);
  }

  private void curve(StringBuilder to, String by, String group, List<Subject> of) {
    List<Subject> sorted = of.stream().sorted(Comparator.comparingDouble(Subject::days)).toList();
    double survival = 1;
    double greenwood = 0;
    to.append("pan-cancer,all,OS,%s,%s,0,%d,0,1,1,1\r\n".formatted(by, group, sorted.size()));
    double year = 365.25;
    for (int i = 0; i < sorted.size(); i++) {
      int atRisk = sorted.size() - i;
      for (; year <= sorted.get(i).days(); year += 365.25) {
        double error = 1.96 * Math.sqrt(greenwood);
        to.append(
            "pan-cancer,all,OS,%s,%s,%s,%d,0,%s,%s,%s\r\n"
                .formatted(
                    by,
                    group,
                    year,
                    atRisk,
                    tables.number(survival),
                    tables.number(survival * Math.exp(-error)),
                    tables.number(Math.min(1, survival * Math.exp(error)))));
      }
      if (sorted.get(i).died() && atRisk > 1) {
        survival *= 1 - 1.0 / atRisk;
        greenwood += 1.0 / (atRisk * (atRisk - 1.0));
        double error = 1.96 * Math.sqrt(greenwood);
        to.append(
            "pan-cancer,all,OS,%s,%s,%s,%d,1,%s,%s,%s\r\n"
                .formatted(
                    by,
                    group,
                    sorted.get(i).days(),
                    atRisk,
                    tables.number(survival),
                    tables.number(survival * Math.exp(-error)),
                    tables.number(Math.min(1, survival * Math.exp(error)))));
      }
    }
  }

  private String concordance() {
    StringBuilder points = new StringBuilder();
    StringBuilder channels = new StringBuilder();
    for (String channel : PanelOrder.IDS) {
      channels.append(channels.isEmpty() ? "" : ",");
      channels.append(
          "\"%s\":%s".formatted(channel, tables.number(0.2 + 0.6 * random.nextDouble())));
      for (int s = 0; s < 12; s++) {
        double here = Math.exp(-3 + random.nextGaussian());
        points.append(points.isEmpty() ? "" : ",");
        points.append(
            "{\"subtype\":\"SUB%d\",\"channel\":\"%s\",\"here\":%s,\"there\":%s}"
                .formatted(
                    s,
                    channel,
                    tables.number(here),
                    tables.number(here * Math.exp(0.3 * random.nextGaussian()))));
      }
    }
    return CONCORDANCE.formatted(channels, points);
  }

  private static final String SIGNATURE =
      """
      {"endpoint":"OS","n":400,"events":180,"lambda":12.5,"folds":4,"repeats":5,"sitesWhole":true,
       "concordance":{"signature":{"value":0.63,"lower":0.59,"upper":0.67},"CD3":{"value":0.55,"lower":0.51,"upper":0.59},
         "CD8":{"value":0.6,"lower":0.56,"upper":0.64},"age+stage":null},
       "gains":[{"against":"CD3","gain":0.08,"lower":0.03,"upper":0.13,"p":0.002},{"against":"CD8","gain":0.03,"lower":-0.01,"upper":0.07,"p":0.14}],
       "logrank":{"chi2":22.4,"df":1,"p":2.2e-6},"null":{"permutations":200,"observed":22.4,"exceeding":0,"p":0.005,"lower":0,"upper":0.018},
       "model":{"channels":["CD3","CD8","CK"],"coefficients":[-0.1,-0.3,0.12],"types":{}},"bundle":{"digest":"cd","mpp":0.5},"notFitted":null}
      """;

  private static final String CONCORDANCE =
      """
      {"other":{"uri":"file:///data/their%%20study/out","runId":"u2","name":"second population"},
       "choices":[{"name":"snr","here":"mean-over-sd","there":"mean-over-variance"}],
       "activations":{"cells":276,"pooled":0.88,"perChannel":{%s},"centred":0.41,"nullP":0.001,"minPatients":10},
       "associations":{"universe":1380,"significantHere":41,"significantThere":35,"shared":18,"opposite":1,"signAgreement":0.947,
         "fisherP":1.2e-11,"oddsSample":21.4,"oddsConditional":20.9,"oddsWithinAttributes":3.1,"pWithinAttributes":0.012,"pChannelsRelabelled":0.03},
       "countRatio":{"common":1.17,"equalN":{"median":1.02,"lower":0.81,"upper":1.31,"draws":100}},
       "points":[%s],"refused":null}
      """;
}
