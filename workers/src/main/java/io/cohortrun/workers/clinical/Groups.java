package io.cohortrun.workers.clinical;

import io.cohortrun.workers.clinical.OncoTree.Resolved;
import io.cohortrun.workers.table.BadTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Type, subtype and site of each patient, empty where unknown.
 *
 * @param wider of a subtype, and of those above it, the one that it is a kind of within its type
 * @param columns that they were read from: of {@code type}, {@code subtype} and {@code site}, those
 *     that have one
 * @param taken columns that say one of the three, read from or not: no attributes
 */
record Groups(
    List<String> type,
    List<String> subtype,
    List<String> site,
    Map<String, String> wider,
    Map<String, String> columns,
    Set<String> taken) {

  static Groups of(PatientRecords records, Choice choice, JoinReport report)
      throws BadTable, IOException {
    String type =
        chosen(records, choice.type(), n -> n.startsWith("oncotree"), n -> n.equals("cancertype"));
    String subtype = chosen(records, choice.subtype(), n -> n.equals("cancertypedetailed"));
    String site = chosen(records, choice.site(), n -> n.equals("site") || n.equals("center"));
    boolean coded = type != null && ColumnInference.normal(type).startsWith("oncotree");
    Set<String> taken =
        Stream.of(type, subtype, site).filter(Objects::nonNull).collect(Collectors.toSet());
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("type", type);
    columns.put("subtype", coded ? type : subtype);
    columns.put("site", site);
    columns.values().removeIf(Objects::isNull);
    List<String> sites = site == null ? barcodes(records) : texts(records, site);
    if (coded) {
      return codes(records.columns().get(type), sites, columns, taken, report);
    }
    return new Groups(
        texts(records, type), texts(records, subtype), sites, Map.of(), columns, taken);
  }

  @SafeVarargs
  private static String chosen(PatientRecords records, String given, Predicate<String>... names)
      throws BadTable {
    if (given != null) {
      records.require(given);
      return given;
    }
    for (Predicate<String> name : names) {
      Optional<String> found =
          records.columns().keySet().stream()
              .filter(n -> name.test(ColumnInference.normal(n)))
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    return null;
  }

  private static List<String> texts(PatientRecords records, String column) {
    String[] none = new String[records.patients().size()];
    Arrays.fill(none, "");
    return Arrays.asList(column == null ? none : records.columns().get(column).text());
  }

  private static List<String> barcodes(PatientRecords records) {
    return records.patients().stream().map(PatientIds::sourceSite).toList();
  }

  private static Groups codes(
      PatientRecords.Column column,
      List<String> sites,
      Map<String, String> columns,
      Set<String> taken,
      JoinReport report)
      throws IOException {
    OncoTree tree = OncoTree.load();
    List<String> types = new ArrayList<>();
    List<String> subtypes = new ArrayList<>();
    Map<String, String> wider = new TreeMap<>();
    for (int p = 0; p < column.text().length; p++) {
      String type = "";
      String subtype = "";
      if (!column.text()[p].isEmpty()) {
        Reason reason = null;
        switch (tree.resolve(column.text()[p])) {
          case Resolved.Current current -> {
            type = current.node().mainType();
            subtype = current.node().code();
            above(current.node(), tree, wider);
          }
          case Resolved.Renamed renamed -> {
            type = renamed.node().mainType();
            subtype = renamed.node().code();
            above(renamed.node(), tree, wider);
            reason = Reason.OldCode;
          }
          case Resolved.Split split -> reason = Reason.AmbiguousCode;
          case Resolved.Unknown unknown -> reason = Reason.UnknownCode;
        }
        if (reason != null) {
          report.add(reason, column.table(), column.name(), column.row()[p]);
        }
      }
      types.add(type);
      subtypes.add(subtype);
    }
    return new Groups(types, subtypes, sites, wider, columns, taken);
  }

  private static void above(OncoTree.Node node, OncoTree tree, Map<String, String> wider) {
    tree.wider(node)
        .ifPresent(
            next -> {
              wider.put(node.code(), next.code());
              above(next, tree, wider);
            });
  }
}
