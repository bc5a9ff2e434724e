package io.cohortrun.workers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitRaceTest {

  private static final int PROCESSES = 3;

  @TempDir Path folder;

  @Test
  void processesAndThreadsThatRaceCommitEachSlideOnceAndLosersLeaveNothing() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int p = 0; p < PROCESSES; p++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CommitRace.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start());
    }
    Set<String> won = new TreeSet<>();
    for (Process p : processes) {
      String said = new String(p.getInputStream().readAllBytes(), UTF_8);
      assertThat(p.waitFor()).as(said).isZero();
      said.lines().filter(l -> l.startsWith("won ")).forEach(l -> won.add(l.substring(4)));
    }
    assertThat(won).hasSize(CommitRace.SLIDES);
    ObjectStore store = Stores.open(folder.toString());
    SlideCommits commits = new SlideCommits(store);
    Set<String> expected = new TreeSet<>();
    for (int k = 0; k < CommitRace.SLIDES; k++) {
      Commit c = commits.read("slide" + k).orElseThrow();
      assertThat(won).contains(c.prefix());
      commits.verify(c);
      assertThat(commits.bytes(c, "result")).isEqualTo(c.prefix().getBytes(UTF_8));
      expected.add("slides/slide" + k + "/COMMIT");
      c.files().keySet().forEach(f -> expected.add(c.key(f)));
    }
    assertThat(new TreeSet<>(store.list(""))).isEqualTo(expected);
    List<String> leftovers = new ArrayList<>();
    FolderWalk.temporaries(folder, "", (key, a) -> leftovers.add(key));
    assertThat(leftovers).isEmpty();
  }
}
