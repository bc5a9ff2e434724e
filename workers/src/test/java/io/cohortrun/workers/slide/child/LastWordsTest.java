package io.cohortrun.workers.slide.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signal 9 from the kernel and from the parent itself: the exit code is the same. */
class LastWordsTest {

  private static final int KILLED = 137;

  /** How the parent first notices that a child is no partner any more. */
  private enum BrokenOff {
    ANSWERS,
    COMMANDS
  }

  /** A child with a broken pipe, which ends when it is killed. */
  private static final class BrokenChild extends Process {

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final BrokenOff pipe;
    private final boolean killedByTheKernel;

    BrokenChild(BrokenOff pipe, boolean killedByTheKernel) {
      this.pipe = pipe;
      this.killedByTheKernel = killedByTheKernel;
    }

    @Override
    public OutputStream getOutputStream() {
      return pipe == BrokenOff.ANSWERS
          ? OutputStream.nullOutputStream()
          : new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
    }

    @Override
    public InputStream getInputStream() {
      return pipe == BrokenOff.ANSWERS
          ? InputStream.nullInputStream()
          : new InputStream() {
            @Override
            public int read() {
              exit.join();
              return -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
              return read();
            }
          };
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    /** A pipe breaks a moment before the end of a process is known. */
    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
      if (killedByTheKernel) {
        exit.complete(KILLED);
      }
      return exit.isDone();
    }

    @Override
    public int waitFor() throws InterruptedException {
      try {
        return exit.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int exitValue() {
      return exit.join();
    }

    @Override
    public void destroy() {
      exit.complete(KILLED);
    }
  }

  private static SlideFailure failure(Process child) throws IOException {
    DecodeLimits limits = DecodeLimits.standard();
    Ring ring = Ring.create(limits.ringBytes());
    ring.unlink();
    DecodeProcess parent = new DecodeProcess(limits, ring, child);
    Thread.ofVirtual().start(parent::listen);
    return catchThrowableOfType(SlideFailure.class, () -> parent.open(Path.of("slide.tif")));
  }

  @ParameterizedTest
  @EnumSource
  void aChildThatTheParentItselfEndedIsNotSaidToBeShortOfMemory(BrokenOff pipe) throws Exception {
    SlideFailure failure = failure(new BrokenChild(pipe, false));
    assertThat(failure.code()).isEqualTo(Outcome.DecodeCrash);
    assertThat(failure)
        .hasMessageContaining("crashed on this slide (it broke off and had to be stopped)")
        .hasMessageNotContaining("memory");
  }

  @ParameterizedTest
  @EnumSource
  void oneThatTheKernelEndedIsThoughItsPipeBrokeFirst(BrokenOff pipe) throws Exception {
    SlideFailure failure = failure(new BrokenChild(pipe, true));
    assertThat(failure.code()).isEqualTo(Outcome.DecodeCrash);
    assertThat(failure).hasMessageContaining("signal 9").hasMessageContaining("memory is short");
  }
}
