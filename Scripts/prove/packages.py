"""Debian packages that a proof needs and Hone does not."""
import os
import shutil
import subprocess


def need(**commands):
    """Installs the packages of the commands that are missing: need(nginx="nginx-light")."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    missing = [package for command, package in commands.items() if not shutil.which(command)]
    if not missing:
        return
    by_hand = f"This needs the packages {' '.join(missing)}: install them as root (apt-get install {' '.join(missing)})."
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if not shutil.which("apt-get") or (as_root and not shutil.which("sudo")):
        raise SystemExit(by_hand)
    print(f"Installing {' '.join(missing)} …", flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    # An index that cannot be renewed may still do. Nothing that is installed here is to run by itself.
    subprocess.run([*as_root, "apt-get", "-qq", "update"], **quiet)
    install = subprocess.run(
        [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-qq", "-y",
         "--no-install-recommends", "install", *missing], **quiet)
    if install.returncode != 0:
        raise SystemExit(install.stdout + by_hand)
