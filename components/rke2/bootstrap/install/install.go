// Package install turns a stock Amazon Linux 2023 instance into one that can run RKE2, from the artifact bucket and the
// operating system's pinned package repository only. Every step looks first whether it is done, so the whole may be run again
// at any time, and at each boot is.
package install

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Installer prepares one node.
type Installer struct {
	Host     host.Host
	Settings documents.Settings
	Source   artifacts.Source
	Log      *slog.Logger
}

type step struct {
	name string
	do   func(context.Context) error
}

// Run takes all steps in order. The error names the step that failed; the caller tries again.
func (i Installer) Run(ctx context.Context) error {
	for _, step := range i.steps() {
		i.Log.Info("install", "step", step.name)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

func (i Installer) steps() []step {
	steps := []step{
		{"check the kernel", i.checkKernel},
		{"write the files of the operating system", i.writeHostFiles},
		{"fetch the artifacts", i.fetch},
		{"install packages", i.packages},
		{"enforce SELinux", i.enforceSELinux},
	}
	if i.Settings.Role == documents.Server {
		steps = append(steps, step{"mount the volume of etcd", i.mount}, step{"add the user of etcd", i.addEtcdUser})
	}
	steps = append(steps,
		step{"unpack RKE2", i.unpack},
		step{"write the files of RKE2", i.writeNodeFiles},
		step{"add the user of sessions", i.addSessionUser},
		step{"ship logs", i.shipLogs},
		step{"label the files", i.label},
	)
	if len(i.Settings.PodRoles) > 0 {
		steps = append(steps, step{"lend roles to pods", i.lendPodRoles})
	}
	return steps
}

// checkKernel refuses a node that was promised to be in FIPS mode and is not: the mode is chosen when the image is made.
func (i Installer) checkKernel(context.Context) error {
	if !i.Settings.Hardening.FIPS {
		return nil
	}
	enabled, err := i.Host.Read("/proc/sys/crypto/fips_enabled")
	if err != nil {
		return err
	}
	if strings.TrimSpace(string(enabled)) != "1" {
		return fmt.Errorf("the kernel is not in FIPS mode; use an image in which fips-mode-setup was run")
	}
	return nil
}

func (i Installer) writeHostFiles(ctx context.Context) error {
	changed := false
	for _, file := range documents.HostFiles(i.Settings) {
		now, err := i.Host.Write(file)
		if err != nil {
			return err
		}
		changed = changed || now
	}
	for _, command := range [][]string{
		{"modprobe", "--all", "br_netfilter", "overlay"},
		{"sysctl", "--system"},
	} {
		if _, err := i.Host.Run(ctx, command[0], command[1:]...); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	_, err := i.Host.Run(ctx, "systemctl", "restart", "systemd-networkd.service")
	return err
}

// packages installs what comes from the pinned repository and the rpm from the bucket in one transaction, so that the policy
// package finds its dependencies. Asking rpm first keeps a restart independent of the repository.
func (i Installer) packages(ctx context.Context) error {
	wanted := append([]string{}, i.Settings.System.Packages...)
	files := append([]string{}, i.Settings.System.Packages...)
	for _, a := range i.Settings.Artifacts.List {
		if a.Kind == artifacts.Package {
			wanted = append(wanted, strings.TrimSuffix(a.Name, ".rpm"))
			files = append(files, i.Host.Path(Target(a)))
		}
	}
	if _, err := i.Host.Run(ctx, "rpm", append([]string{"--query", "--quiet"}, wanted...)...); err == nil {
		return nil
	}
	_, err := i.Host.Run(ctx, "dnf", append([]string{"--assumeyes", "--releasever=" + i.Settings.System.Releasever, "install"}, files...)...)
	return err
}

// enforceSELinux switches enforcement on now and at the next boot: Amazon Linux 2023 comes permissive.
func (i Installer) enforceSELinux(ctx context.Context) error {
	const path = "/etc/selinux/config"
	old, err := i.Host.Read(path)
	if err != nil {
		return err
	}
	if _, err := i.Host.Write(documents.File{Path: path, Mode: 0o644, Content: enforcing(string(old))}); err != nil {
		return err
	}
	_, err = i.Host.Run(ctx, "setenforce", "1")
	return err
}

// enforcing sets the mode in SELinux's configuration and keeps the rest.
func enforcing(config string) string {
	var lines []string
	for line := range strings.Lines(config) {
		if !strings.HasPrefix(line, "SELINUX=") {
			lines = append(lines, line)
		}
	}
	return strings.Join(append(lines, "SELINUX=enforcing\n"), "")
}

// addEtcdUser adds the user as which etcd runs with the CIS profile.
func (i Installer) addEtcdUser(ctx context.Context) error {
	return i.addUser(ctx, "etcd", "--system", "--no-create-home", "--shell", "/sbin/nologin")
}

// addSessionUser adds the user as which people look at the node: it may read the journal and is no administrator.
func (i Installer) addSessionUser(ctx context.Context) error {
	return i.addUser(ctx, documents.SessionUser, "--create-home", "--groups", "systemd-journal", "--shell", "/bin/bash")
}

func (i Installer) addUser(ctx context.Context, name string, options ...string) error {
	if _, err := i.Host.Run(ctx, "id", name); err == nil {
		return nil
	}
	_, err := i.Host.Run(ctx, "useradd", append(append([]string{"--user-group"}, options...), name)...)
	return err
}

// shipLogs starts the CloudWatch agent with the configuration that the files of the node have. It goes on where it stopped.
func (i Installer) shipLogs(ctx context.Context) error {
	_, err := i.Host.Run(ctx, "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl",
		"-a", "fetch-config", "-m", "ec2", "-s", "-c", "file:"+i.Host.Path(documents.LogAgentPath))
	return err
}

// lendPodRoles starts the service that lends roles to pods, without waiting for it: it tries again until the server is in the
// cluster. From then on it is there before the first pod can be.
func (i Installer) lendPodRoles(ctx context.Context) error {
	if _, err := i.Host.Run(ctx, "systemctl", "daemon-reload"); err != nil {
		return err
	}
	_, err := i.Host.Run(ctx, "systemctl", "enable", "--now", "--no-block", documents.PodRolesUnitName)
	return err
}

func (i Installer) writeNodeFiles(context.Context) error {
	files, err := documents.NodeFiles(i.Settings)
	if err != nil {
		return err
	}
	for _, file := range files {
		// The cache of imported images is RKE2's own from the first start on.
		if exists, err := i.Host.Exists(file.Path); err != nil || exists && file.Path == documents.CachePath {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := i.Host.Write(file); err != nil {
			return err
		}
	}
	return nil
}

// label gives the files that we wrote the SELinux types that the policy package names for their paths.
func (i Installer) label(ctx context.Context) error {
	_, err := i.Host.Run(ctx, "restorecon", "-R", i.Host.Path("/etc/rancher"), i.Host.Path("/var/lib/rancher"),
		i.Host.Path(documents.InstallPrefix+"/bin"), i.Host.Path(documents.InstallPrefix+"/lib/systemd"))
	return err
}
