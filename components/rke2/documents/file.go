package documents

import (
	"fmt"
	"io/fs"
	"strings"

	"sigs.k8s.io/yaml"
)

// File is a file to write on a node.
type File struct {
	Path    string
	Mode    fs.FileMode
	Content string
}

// VolumeUnit returns the systemd unit that mounts the volume for etcd where RKE2 keeps its database.
func VolumeUnit(s Settings) File {
	return File{MountPath, public, lines(
		"[Unit]",
		"Description=The volume of etcd",
		"",
		"[Mount]",
		"What="+s.System.Volume,
		"Where="+DatabaseDir,
		"Type=xfs",
		"Options=noatime,nodev,nosuid,noexec",
		"",
		"[Install]",
		"WantedBy=multi-user.target",
	)}
}

const (
	public  fs.FileMode = 0o644
	private fs.FileMode = 0o600
)

// HostFiles returns the files of the operating system, which must be in place before RKE2 is installed.
func HostFiles(s Settings) []File {
	return append([]File{
		{"/etc/dnf/vars/releasever", public, s.System.Releasever + "\n"},
		{"/etc/modules-load.d/60-rke2.conf", public, lines(
			"# The container network needs bridged traffic to pass iptables, and containerd overlay file systems.",
			"br_netfilter",
			"overlay",
		)},
		{"/etc/sysctl.d/60-rke2-cis.conf", public, lines(
			"# RKE2 with the CIS profile, and a kubelet that protects kernel defaults, refuse to start with other values.",
			"vm.panic_on_oom=0",
			"vm.overcommit_memory=1",
			"kernel.panic=10",
			"kernel.panic_on_oops=1",
		)},
		{"/etc/systemd/networkd.conf.d/60-rke2.conf", public, lines(
			"# Without this, systemd-networkd drops the routes and rules of the container network when it reconfigures.",
			"[Network]",
			"ManageForeignRoutes=no",
			"ManageForeignRoutingPolicyRules=no",
		)},
	}, podRolesFiles(s)...)
}

// NodeFiles returns the files of RKE2 that do not depend on how the node joins.
func NodeFiles(s Settings) ([]File, error) {
	registries, err := marshal(map[string]any{"mirrors": map[string]any{}})
	if err != nil {
		return nil, err
	}
	provider, err := marshal(credentialProvider())
	if err != nil {
		return nil, err
	}
	shipping, err := logShipping(s)
	if err != nil {
		return nil, err
	}
	files := []File{
		{RegistryPath, private, registries},
		{LogAgentPath, private, shipping},
		{ProviderDir + "/config.yaml", private, provider},
		// An empty cache file makes RKE2 import an image bundle once and not at every start.
		{CachePath, private, ""},
	}
	if s.Role == Agent {
		return files, nil
	}
	audit, err := marshal(auditPolicy())
	if err != nil {
		return nil, err
	}
	authentication, err := marshal(authenticationConfiguration())
	if err != nil {
		return nil, err
	}
	controller, err := cloudController(s)
	if err != nil {
		return nil, err
	}
	access, err := accessBindings()
	if err != nil {
		return nil, err
	}
	files = append(files,
		File{AuditPath, private, audit},
		File{AuthnPath, private, authentication},
		File{ManifestsDir + "/aws-cloud-controller-manager.yaml", private, controller},
		File{ManifestsDir + "/cloudgap-access.yaml", private, access},
	)
	if len(s.PodRoles) > 0 {
		access, err := podRolesAccess()
		if err != nil {
			return nil, err
		}
		files = append(files, File{ManifestsDir + "/cloudgap-pod-roles.yaml", private, access})
	}
	if s.Volumes.Chart != "" {
		driver, err := volumeDriver(s)
		if err != nil {
			return nil, err
		}
		files = append(files, File{ManifestsDir + "/aws-ebs-csi-driver.yaml", private, driver})
	}
	return files, nil
}

func marshal(document any) (string, error) {
	data, err := yaml.Marshal(document)
	if err != nil {
		return "", fmt.Errorf("write a %T: %w", document, err)
	}
	return string(data), nil
}

func lines(text ...string) string { return strings.Join(text, "\n") + "\n" }
