package io.cohortrun.workers.slide.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Crash, hang and exhaustion for real: each costs its slide and nothing else. */
@Isolated("three seconds of silence are a hang, and no file of any child may be left")
class DecodeProcessesTest {

  private static final DecodeLimits LIMITS =
      DecodeLimits.standard().withSilence(Duration.ofSeconds(3));
  private static final Map<String, String> EVIL =
      Map.of(DecodeChild.OPENER, EvilOpener.class.getName(), "cohortrun.openslide", "absent");

  @TempDir Path folder;
  private final DecodeProcesses processes = new DecodeProcesses(LIMITS, EVIL);

  @AfterEach
  void stop() {
    processes.close();
  }

  private Path slide(String name) throws IOException {
    return Files.copy(
        TestSlides.of("slides/derived/cmu1-strip-single-level.tif"), folder.resolve(name));
  }

  private static int[] read(SlideReader slide) throws SlideFailure {
    int[] argb = new int[64 * 64];
    slide.read(0, 100, 100, 64, 64, argb);
    return argb;
  }

  @ParameterizedTest
  @CsvSource({
    "halt.tif, DecodeCrash",
    "segfault.tif, DecodeCrash",
    "killed.tif, DecodeCrash",
    "hang.tif, DecodeHang",
    "heap.tif, TooLarge",
    "native.tif, TooLarge",
    "absurd.tif, TooLarge",
    "bug.tif, Unreadable",
    "open-halt.tif, DecodeCrash",
    "open-hang.tif, DecodeHang",
    "open-heap.tif, TooLarge",
  })
  void whatEndsTheChildCostsItsSlideOnly(String name, Outcome code) throws Exception {
    try (SlideReader bystander = processes.open(slide("bystander.tif"))) {
      int[] before = read(bystander);
      SlideFailure failure =
          catchThrowableOfType(
              SlideFailure.class,
              () -> {
                try (SlideReader slide = processes.open(slide(name))) {
                  read(slide);
                }
              });
      assertThat(failure).isNotNull().hasMessageEndingWith(".");
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
      assertThat(read(bystander)).isEqualTo(before);
      try (SlideReader next = processes.open(slide("next.tif"))) {
        assertThat(read(next)).isEqualTo(before);
      }
    }
  }

  @Test
  void aCrashNamesItsSignal() throws Exception {
    try (SlideReader slide = processes.open(slide("segfault.tif"))) {
      SlideFailure failure = catchThrowableOfType(SlideFailure.class, () -> read(slide));
      assertThat(failure).hasMessageContaining("SIGSEGV");
      SlideFailure again = catchThrowableOfType(SlideFailure.class, () -> read(slide));
      assertThat(again.code()).isEqualTo(Outcome.DecodeCrash);
    }
  }

  @Test
  void aDecoderThatTheKernelKillsAsksForMemoryFirst() throws Exception {
    try (SlideReader slide = processes.open(slide("killed.tif"))) {
      SlideFailure failure = catchThrowableOfType(SlideFailure.class, () -> read(slide));
      assertThat(failure).hasMessageContaining("signal 9").hasMessageContaining("memory is short");
    }
  }

  @Test
  void everyReadInFlightIsAnsweredWhenTheChildDies() throws Exception {
    try (SlideReader slide = processes.open(slide("hang.tif"));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<SlideFailure>> reads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        reads.add(
            threads.submit(() -> catchThrowableOfType(SlideFailure.class, () -> read(slide))));
      }
      for (Future<SlideFailure> read : reads) {
        assertThat(read.get().code()).isEqualTo(Outcome.DecodeHang);
      }
    }
  }

  @Test
  void aChildIsUsedAgainUntilItHasHadItsShare() throws Exception {
    try (DecodeProcesses two = new DecodeProcesses(LIMITS.withSlidesPerChild(2), EVIL)) {
      List<Long> pids = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        try (SlideReader slide = two.open(slide(i + ".tif"))) {
          read(slide);
          pids.addAll(two.pids());
        }
      }
      assertThat(pids).hasSize(4);
      assertThat(pids.get(0)).isEqualTo(pids.get(1));
      assertThat(pids.get(2)).isEqualTo(pids.get(3)).isNotEqualTo(pids.get(0));
    }
  }

  @Test
  void aChildThatWasPreparedIsTheFirstSlidesAndNoOtherIsStarted() throws Exception {
    processes.prepare();
    processes.prepare();
    try (SlideReader slide = processes.open(slide("first.tif"))) {
      read(slide);
      assertThat(processes.pids()).hasSize(1);
      processes.prepare();
      try (SlideReader second = processes.open(slide("second.tif"))) {
        read(second);
        assertThat(processes.pids()).hasSize(2);
      }
    }
  }

  @Test
  void aSlideThatDoesNotOpenLeavesItsChildToTheNext() throws Exception {
    SlideFailure failure =
        catchThrowableOfType(
            SlideFailure.class,
            () -> processes.open(TestSlides.of("broken/zero-bytes.svs")).close());
    assertThat(failure.code()).isEqualTo(Outcome.Truncated);
    List<Long> before = processes.pids();
    try (SlideReader slide = processes.open(slide("next.tif"))) {
      read(slide);
      assertThat(processes.pids()).isEqualTo(before).hasSize(1);
    }
  }

  @Test
  void closingEndsChildrenAtOnceAndLeavesNoFile() throws Exception {
    DecodeProcesses closing = new DecodeProcesses(LIMITS, EVIL);
    SlideReader lent = closing.open(slide("lent.tif"));
    List<Long> pids = closing.pids();
    closing.close();
    assertThat(pids).hasSize(1).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(catchThrowableOfType(SlideFailure.class, () -> read(lent)).code())
        .isEqualTo(Outcome.Cancelled);
    lent.close();
    assertThat(catchThrowableOfType(SlideFailure.class, () -> closing.open(slide("late.tif"))))
        .isNotNull();
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.contains("ring-" + ProcessHandle.current().pid() + "-"));
    }
  }

  @Test
  void whatALibraryPrintsDoesNotDisturb() throws Exception {
    try (SlideReader slide = processes.open(slide("chatty.tif"))) {
      assertThat(read(slide)).doesNotContain(0);
    }
  }

  @Test
  void theChildSeesNoCredentials() throws Exception {
    try (SlideReader slide = processes.open(slide("environment.tif"))) {
      assertThat(read(slide)).doesNotContain(0);
    }
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void noThreadOfTheChildHasANetwork() throws Exception {
    try (SlideReader slide = processes.open(slide("network.tif"))) {
      assertThat(read(slide)).doesNotContain(0);
      long first = processes.pids().getFirst(); // the thread that began it, before main's
      assertThat(Files.readAllLines(Path.of("/proc/%d/status".formatted(first))))
          .contains("Seccomp:\t2");
    }
  }

  @Test
  void aTerminalsSignalsDoNotReachTheChild() throws Exception {
    try (SlideReader slide = processes.open(slide("quiet.tif"))) {
      read(slide);
      long pid = processes.pids().getFirst();
      String[] stat = Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ", -1);
      assertThat(stat[5]).as("its session").isEqualTo(String.valueOf(pid));
    }
  }

  @Test
  void moreThreadsThanTheChildHasAreNoSilence() throws Exception {
    try (SlideReader slide = processes.open(slide("slow.tif"));
        ExecutorService threads = Executors.newFixedThreadPool(20)) {
      List<Future<int[]>> reads = new ArrayList<>();
      for (int i = 0; i < 10 * LIMITS.threads(); i++) {
        reads.add(threads.submit(() -> read(slide)));
      }
      for (Future<int[]> read : reads) {
        assertThat(read.get()).doesNotContain(0); // 5 s of work in all, 0.5 s each
      }
    }
  }

  @Test
  void namesMayHoldWhatFileSystemsAllow() throws Exception {
    try (SlideReader slide = processes.open(slide("a slide, 'quoted' \u00e4.tif"))) {
      assertThat(read(slide)).doesNotContain(0);
    }
  }

  @Test
  void theChildDiesWithItsParent() throws Exception {
    Process parent = parent(List.of());
    try (var out = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      parent.destroyForcibly().waitFor(); // SIGKILL: no shutdown hook runs
      assertThat(child.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  /** Root reads everything, by its capabilities; without them it is like any user. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whoHasAChildsRightsCannotLookIntoItsParent() throws Exception {
    List<String> like =
        System.getProperty("user.name").equals("root")
            ? List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all")
            : List.of();
    Process parent = parent(like);
    try (var out = parent.inputReader()) {
      long child = Long.parseLong(out.readLine());
      for (String file : List.of("environ", "maps")) {
        assertThat(reads(like, child, file)).as("of a child: %s", file).isTrue();
        assertThat(reads(like, parent.pid(), file)).as("of the parent: %s", file).isFalse();
      }
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  private static boolean reads(List<String> like, long pid, String file) throws Exception {
    return new ProcessBuilder(with(like, "cat", "/proc/%d/%s".formatted(pid, file)))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** A parent in a process of its own, whose child hangs. */
  private Process parent(List<String> like) throws IOException {
    return new ProcessBuilder(
            with(
                like,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ParentThatWaits.class.getName(),
                slide("hang.tif").toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> with(List<String> like, String... command) {
    return Stream.concat(like.stream(), Stream.of(command)).toList();
  }
}
