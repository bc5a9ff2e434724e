package io.cohortrun.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.cli.local.LocalTools;
import io.cohortrun.cli.local.PreparedRun;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workflows.plan.Packing;
import io.cohortrun.workflows.plan.PackingSettings;
import io.cohortrun.workflows.plan.Plan;
import io.cohortrun.workflows.plan.SlideTiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cohort plan}: checks spec and manifest and packs shards, without opening a slide. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Check spec and manifest and show how the cohort would be cut into shards.",
      "Opens no slide: tiles per slide are assumed (--tiles). 'cohort preflight' counts them."
    })
public final class PlanCommand implements Callable<Integer> {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The CohortRun YAML.")
  private Path file;

  @Option(
      names = "--tiles",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Tiles assumed per slide (default: ${DEFAULT-VALUE}).")
  private int tiles;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    PreparedRun prepared = PreparedRun.of(file);
    List<ManifestRow> rows = prepared.manifest().rows();
    List<SlideTiles> slides =
        rows.stream()
            .filter(r -> r.exclude() == null)
            .map(r -> new SlideTiles(r.row(), tiles))
            .toList();
    Plan plan = Packing.pack(slides, new PackingSettings(LocalTools.TILES_PER_SECOND, 10, 2));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("runId", prepared.uid());
    answer.put("rows", rows.size());
    answer.put("patients", rows.stream().map(ManifestRow::patientId).distinct().count());
    answer.put("excluded", rows.size() - slides.size());
    answer.put("tilesAssumedPerSlide", tiles);
    answer.put("shards", plan.partitions().stream().mapToInt(p -> p.shards().size()).sum());
    answer.put("partitions", plan.partitions().size());
    answer.put("output", prepared.output());
    if (json) {
      System.out.println(Json.MAPPER.writeValueAsString(answer));
    } else {
      answer.forEach((name, value) -> System.out.println(name + ": " + value));
    }
    return ExitCode.COMPLETE;
  }
}
