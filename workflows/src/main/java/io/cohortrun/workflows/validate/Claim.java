package io.cohortrun.workflows.validate;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A significant association.
 *
 * @param specific whether it is left given the background channels, DAPI and CK; empty where that
 *     is not known
 */
public record Claim(String channel, Optional<Boolean> specific) {

  /** Background channels carry tissue: what matters is how much more the others say. */
  static Answer answer(Optional<List<Claim>> claims, Set<String> background, double least) {
    if (claims.isEmpty()) {
      return Answer.notApplicable("No associations were asked for.");
    }
    List<Claim> judged =
        claims.get().stream()
            .filter(c -> !background.contains(c.channel) && c.specific.isPresent())
            .toList();
    if (judged.isEmpty()) {
      return Answer.notApplicable(
          claims.get().isEmpty()
              ? "No association is significant: nothing is claimed."
              : "Of no significant association it is known whether it outlives the background channels.");
    }
    long left = judged.stream().filter(c -> c.specific.orElseThrow()).count();
    long own = claims.get().stream().filter(c -> background.contains(c.channel)).count();
    double share = (double) left / judged.size();
    return Answer.of(
        share >= least,
        share,
        "Of %,d significant associations %,d (%s) are left when the background channels, DAPI and CK are held fixed; the background channels alone (%s) have %,d.",
        judged.size(),
        left,
        Answer.percent(share),
        background.isEmpty() ? "none" : String.join(", ", background),
        own);
  }
}
