package io.cohortrun.workers.population;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.analyse.SignaturePatients;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.stats.rank.Tails;
import io.cohortrun.workflows.stats.signature.AppliedSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The frozen signature of one run on the patients of another: nothing is fitted or chosen there.
 *
 * @param endpoint that it was fitted to
 * @param choices in which the two differ; empty where nothing is known of one's
 * @param quantities how many choices differ where that is known, then numbers of the other run's
 *     patients
 */
public record SignatureTransfer(
    String endpoint, Optional<List<ChoiceDifference>> choices, List<Quantity> quantities) {

  /** Why a signature is not applied. */
  public static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    /** The reason, for programs. */
    public enum Code {
      /** No complete run lies there. */
      NoRun,
      /** The first run has no signature, or could fit none. */
      NoSignature,
      /** Its signature is not whole: another version of this program wrote it. */
      OldSignature,
      /** Other models made the densities. */
      BundleDiffers,
      /** Slides were read at another resolution. */
      MppDiffers,
      /** Densities were made with other settings. */
      ProfileDiffers,
      /** The second run has no table of patients. */
      NoPatients
    }

    private final Code code;

    Refused(Code code, String sentence) {
      super(sentence);
      this.code = code;
    }

    public Code code() {
      return code;
    }
  }

  /** What is read of a run. */
  private record Run(
      String place, CohortInput input, RecordedChoices recorded, Optional<byte[]> signature) {}

  /**
   * Applies.
   *
   * @param from folder of the run that has the signature, with {@code run.json}
   * @param to folder of the run whose patients are judged
   * @throws Refused the two do not fit, or one lacks what is needed
   * @throws BadTable the patients have no such endpoint, or their table is damaged
   * @throws IOException a disk fails
   */
  public static SignatureTransfer of(Path from, Path to) throws Refused, BadTable, IOException {
    Run here = read(from);
    Run there = read(to);
    requireComparable(here.input, there.input);
    JsonNode json = parsed(here);
    FrozenSignature frozen = frozen(here, json);
    Path patients = to.resolve("analysis/patients.csv");
    if (!Files.exists(patients)) {
      throw new Refused(
          Refused.Code.NoPatients, "%s is not there; it comes with a run".formatted(patients));
    }
    String endpoint = json.path("endpoint").asText();
    SignaturePatients judged =
        SignaturePatients.of(TextTable.read(patients), endpoint, frozen.channels(), frozen.types());
    Optional<List<ChoiceDifference>> choices =
        ChoiceDifference.between(here.recorded.choices(), there.recorded.choices());
    List<Quantity> found = new ArrayList<>();
    choices.ifPresent(c -> found.add(ChoiceDifference.count(c)));
    found.addAll(quantities(frozen, judged));
    return new SignatureTransfer(endpoint, choices, found);
  }

  private static Run read(Path folder) throws Refused, IOException {
    String place = folder.toString();
    if (!Files.isDirectory(folder)) {
      throw new Refused(
          Refused.Code.NoRun, "%s is no folder; name the one that holds run.json".formatted(place));
    }
    try (ObjectStore store = Stores.open(place)) {
      Optional<byte[]> input = store.get(ComparedRun.INPUT);
      Optional<byte[]> run = store.get(ComparedRun.RUN);
      if (input.isEmpty() || run.isEmpty()) {
        throw new Refused(
            Refused.Code.NoRun,
            "%s holds no complete run: run.json is written last; wait for it, or name its folder"
                .formatted(place));
      }
      return new Run(
          place,
          ComparedRun.parsed(input.get(), CohortInput.class, place, ComparedRun.INPUT),
          ComparedRun.parsed(run.get(), RecordedChoices.class, place, ComparedRun.RUN),
          store.get("analysis/signature.json"));
    } catch (ComparedRun.Refused e) {
      throw new Refused(Refused.Code.NoRun, e.getMessage());
    }
  }

  private static void requireComparable(CohortInput here, CohortInput there) throws Refused {
    if (!here.bundleDigest().equals(there.bundleDigest())) {
      throw new Refused(
          Refused.Code.BundleDiffers,
          "the bundles differ (%.12s and %.12s): a signature holds for densities of its model alone"
              .formatted(here.bundleDigest(), there.bundleDigest()));
    }
    String resolution = here.settings().resolution();
    if (!resolution.equals(there.settings().resolution())) {
      throw new Refused(
          Refused.Code.MppDiffers,
          "the resolutions differ (%s and %s); run one of them again"
              .formatted(resolution, there.settings().resolution()));
    }
    try {
      ComparedRun.requireComparable(here, there);
    } catch (ComparedRun.Refused e) {
      throw new Refused(Refused.Code.ProfileDiffers, e.getMessage());
    }
  }

  private static JsonNode parsed(Run run) throws Refused, IOException {
    if (run.signature.isEmpty()) {
      throw new Refused(
          Refused.Code.NoSignature,
          "%s has no signature; ask for it with spec.analyses.signature".formatted(run.place));
    }
    JsonNode json = Json.MAPPER.readTree(run.signature.get());
    if (json.hasNonNull("notFitted")) {
      throw new Refused(
          Refused.Code.NoSignature,
          "%s has no signature: %s".formatted(run.place, json.get("notFitted").asText()));
    }
    return json;
  }

  private static FrozenSignature frozen(Run run, JsonNode json) throws Refused {
    try {
      return FrozenSignature.read(json);
    } catch (IllegalArgumentException e) {
      throw new Refused(
          Refused.Code.OldSignature,
          "%s/analysis/signature.json: %s; run its analyses again with this version"
              .formatted(run.place, e.getMessage()));
    }
  }

  private static List<Quantity> quantities(FrozenSignature frozen, SignaturePatients judged) {
    AppliedSignature applied =
        AppliedSignature.of(frozen.model(), frozen.cut(), judged.followUp(), judged.x());
    boolean[] event = judged.followUp().event();
    int[] type = judged.followUp().stratum();
    double c = applied.concordance().value();
    double half = Tails.Z95 * applied.concordance().standardError();
    return List.of(
        new Quantity("n", "", event.length),
        new Quantity("n", "high", count(event.length, i -> applied.high()[i])),
        new Quantity("n", "low", count(event.length, i -> !applied.high()[i])),
        new Quantity(
            "n", "other types", count(event.length, i -> type[i] >= frozen.types().size())),
        new Quantity("n", "left out", judged.leftOut()),
        new Quantity("events", "", judged.followUp().events()),
        new Quantity("events", "high", count(event.length, i -> event[i] && applied.high()[i])),
        new Quantity("events", "low", count(event.length, i -> event[i] && !applied.high()[i])),
        new Quantity("concordance", "", c),
        new Quantity("concordance_lower", "", Math.max(0, c - half)),
        new Quantity("concordance_upper", "", Math.min(1, c + half)),
        new Quantity("logrank_chisq", "", applied.separation().chiSquared()),
        new Quantity("logrank_df", "", applied.separation().df()),
        new Quantity("logrank_p", "", applied.separation().p()));
  }

  private static long count(int n, IntPredicate rule) {
    return IntStream.range(0, n).filter(rule).count();
  }
}
