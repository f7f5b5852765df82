// Package parts finds the programs that the conformance levels are made of: the provider binary, the emulator, the bridge and
// the Pulumi CLI. None of them is required for the rest of cloudgap, so what is missing is said exactly, with the way to get it.
package parts

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// ProviderVersion is the terraform-provider-aws release that pulumi-aws 6.83.x is made from.
const ProviderVersion = "5.100.0"

// Missing is the error for a part that is not on this machine.
type Missing struct {
	// Part is the name of what is missing.
	Part string
	// Looked lists the places that were searched.
	Looked []string
	// Remedy says how to get it.
	Remedy string
}

// Error implements error: what is missing, where it was looked for, how to get it.
func (m *Missing) Error() string {
	return fmt.Sprintf("%s not found (looked in %s); %s", m.Part, strings.Join(m.Looked, ", "), m.Remedy)
}

// Moto finds the emulator: the file that CLOUDGAP_MOTO_SERVER names, or moto_server on PATH.
func Moto() (string, error) {
	const remedy = "install it with: python3 -m pip install 'moto[server]==5.2.1'"
	if named := os.Getenv("CLOUDGAP_MOTO_SERVER"); named != "" {
		if executable(named) {
			return named, nil
		}
		return "", &Missing{"moto_server", []string{"CLOUDGAP_MOTO_SERVER=" + named}, remedy}
	}
	if path, err := exec.LookPath("moto_server"); err == nil {
		return path, nil
	}
	return "", &Missing{"moto_server", []string{"CLOUDGAP_MOTO_SERVER", "PATH"}, remedy}
}

// Pulumi finds the Pulumi CLI as the repository's tools/pulumi does, which builds the pinned one where no other will do.
func Pulumi(root string) (string, error) {
	if named := os.Getenv("CLOUDGAP_PULUMI"); named != "" && executable(named) {
		return named, nil
	}
	found := exec.Command(filepath.Join(root, "tools", "pulumi"))
	found.Stderr = os.Stderr
	output, err := found.Output()
	if err != nil {
		return "", fmt.Errorf("find or build the Pulumi CLI with tools/pulumi: %w", err)
	}
	return strings.TrimSpace(string(output)), nil
}

// Bridge builds pulumi-terraform-bridge's dynamic provider from the Go module pinned in conformance/bridge, which takes a
// minute the first time, and returns the program. CLOUDGAP_TERRAFORM_BRIDGE may name one that is built already.
func Bridge(root string) (string, error) {
	if named := os.Getenv("CLOUDGAP_TERRAFORM_BRIDGE"); named != "" {
		if executable(named) {
			return named, nil
		}
		return "", &Missing{"pulumi-terraform-bridge", []string{"CLOUDGAP_TERRAFORM_BRIDGE=" + named}, "unset the variable to have it built"}
	}
	built := filepath.Join(root, ".bin", "pulumi-resource-terraform-provider")
	build := exec.Command(filepath.Join(root, "tools", "build"), "provider bridge", built,
		"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic")
	build.Dir = filepath.Join(root, "conformance", "bridge")
	// The flags of the Makefile, whoever calls: another -trimpath would compile everything once more.
	build.Env = append(os.Environ(), "GOFLAGS=-trimpath -buildvcs=false")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build pulumi-terraform-bridge in conformance/bridge: %w", err)
	}
	return built, nil
}

// Root finds the repository by walking up from the working directory to the folder that holds conformance/bridge.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "conformance", "bridge", "go.mod")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%s is not inside a cloudgap checkout; run the conformance levels from one", dir)
		}
	}
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && (runtime.GOOS == "windows" || info.Mode()&0o111 != 0)
}
