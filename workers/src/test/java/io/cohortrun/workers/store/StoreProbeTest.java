package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreProbeTest {

  @TempDir Path folder;

  @Test
  void aFolderPassesAndNothingIsLeft() throws IOException {
    ObjectStore store = Stores.open(folder.toString());
    StoreProbe.check(store);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aStoreThatLooksFirstAndWritesThenIsRefused() throws IOException {
    Emulating store = new Emulating(Stores.open(folder.toString()), true);
    assertThatThrownBy(() -> StoreProbe.check(store))
        .isInstanceOfSatisfying(
            StoreFailure.class, f -> assertThat(f.code()).isEqualTo(StoreFailure.Code.NotAtomic))
        .hasMessageStartingWith(store.uri())
        .hasMessageContaining("writers at once");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aStoreThatIgnoresTheConditionIsRefused() throws IOException {
    Emulating store = new Emulating(Stores.open(folder.toString()), false);
    assertThatThrownBy(() -> StoreProbe.check(store))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("a second writer replaced the object of the first");
  }

  @Test
  void aStoreThatFailsInTheMiddleOfTheRaceIsSaidAndNobodyWaits() throws IOException {
    AtomicInteger writes = new AtomicInteger();
    ObjectStore inner = Stores.open(folder.toString());
    Emulating store =
        new Emulating(inner, true) {
          @Override
          public boolean createIfAbsent(String key, byte[] bytes) throws IOException {
            if (writes.incrementAndGet() > 100) {
              throw new StoreFailure(StoreFailure.Code.Unavailable, "gone");
            }
            return inner.createIfAbsent(key, bytes);
          }
        };
    assertThatThrownBy(() -> StoreProbe.check(store)).hasMessage("gone");
    assertThat(folder).isEmptyDirectory();
  }

  /** Conditional writes as a careless server does them. */
  private static class Emulating implements ObjectStore {
    private final ObjectStore inner;
    private final boolean looks;

    Emulating(ObjectStore inner, boolean looks) {
      this.inner = inner;
      this.looks = looks;
    }

    @Override
    public boolean createIfAbsent(String key, byte[] bytes) throws IOException {
      if (looks && inner.stat(key).isPresent()) {
        return false;
      }
      inner.put(key, bytes);
      return true;
    }

    @Override
    public String uri() {
      return inner.uri();
    }

    @Override
    public Optional<byte[]> get(String key) throws IOException {
      return inner.get(key);
    }

    @Override
    public InputStream open(String key) throws IOException {
      return inner.open(key);
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
      inner.put(key, bytes);
    }

    @Override
    public void put(String key, Path file) throws IOException {
      inner.put(key, file);
    }

    @Override
    public Optional<Stat> stat(String key) throws IOException {
      return inner.stat(key);
    }

    @Override
    public List<String> list(String prefix) throws IOException {
      return inner.list(prefix);
    }

    @Override
    public void deleteAll(String prefix) throws IOException {
      inner.deleteAll(prefix);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
