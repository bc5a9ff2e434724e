"""Where the benchmarks lie and run: folders, Python environments, programs that answer in JSON, the machine."""

import json
import os
import pathlib
import platform
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
WORK = pathlib.Path(os.environ.get("COHORTRUN_BENCH", ROOT / "target" / "bench"))
CORES = len(os.sched_getaffinity(0))


def environment(name, requirements):
    """A Python with what the file lists, and nothing else."""
    venv = WORK / name
    wanted = (HERE / requirements).read_text()
    have = venv / "requirements.txt"
    if not have.exists() or have.read_text() != wanted:
        say(f"installing {requirements} in {venv}")
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "python", "-m", "pip", "install", "-q", "-r", HERE / requirements], check=True)
        have.write_text(wanted)
    return venv / "bin" / "python"


def jdk():
    """The folder of javac and java."""
    return pathlib.Path(os.environ["JAVA_HOME"]) / "bin" if "JAVA_HOME" in os.environ else pathlib.Path("/usr/bin")


def test_classes(module):
    """The class path of the tests of a module, built now."""
    WORK.mkdir(parents=True, exist_ok=True)
    listed = WORK / f"{module}.classpath"
    maven = [ROOT / "mvnw", "-B", "-q", "-pl", module, "-am", "test-compile", "dependency:build-classpath"]
    subprocess.run([*maven, f"-Dmdep.outputFile={listed}"], cwd=ROOT, check=True, stdout=sys.stderr)
    built = ROOT / module / "target"
    return f"{built / 'test-classes'}:{built / 'classes'}:{listed.read_text().strip()}"


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def told(command, **more):
    """What a program says on stdout; what else it says goes to stderr only if it fails."""
    command = [str(c) for c in command]
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"bench: {' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def answer(command, **more):
    """The last line of stdout as JSON."""
    return json.loads(told(command, **more).strip().splitlines()[-1])


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    flags = next((l.split() for l in open("/proc/cpuinfo") if l.startswith("flags")), [])
    wide = next((f for f in ("avx512f", "avx2") if f in flags), "no AVX2")
    gib = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)
    return f"{model}, {CORES} cores, {wide}, {gib} GiB"
