package borders_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

const module = "github.com/cloudgap/cloudgap/"

// SDKs by import path prefix.
const (
	awsSDK        = "github.com/pulumi/pulumi-aws/"
	eksSDK        = "github.com/pulumi/pulumi-eks/"
	kubernetesSDK = "github.com/pulumi/pulumi-kubernetes/"
	cloudflareSDK = "github.com/pulumi/pulumi-cloudflare/"
	slowYAML      = "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/yaml/v2"
	slowHelm      = "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v3"
	helmCharts    = "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	pulumiSDK     = "github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func TestPackagesStayWithinTheirBorders(t *testing.T) {
	t.Parallel()
	for _, border := range []struct {
		pattern string
		why     string
		never   []string
	}{
		{"./components/...", "components can be imported without our program and our policy", []string{module + "stacks", module + "policy", module + "rehearsal"}},
		{"./components/network", "importers pay only for what they use", []string{eksSDK, kubernetesSDK, cloudflareSDK}},
		{"./components/endpoints", "importers pay only for what they use", []string{eksSDK, kubernetesSDK, cloudflareSDK}},
		{"./components/eks", "importers pay only for what they use", []string{cloudflareSDK}},
		{"./components/access/zerotrust", "importers pay only for what they use", []string{awsSDK, eksSDK, kubernetesSDK}},
		{"./rehearsal", "importers pay only for the clouds that they simulate", []string{awsSDK, cloudflareSDK}},
		{"./components/eks", "a cluster calls no Kubernetes API", []string{helmCharts}},
		{"./stacks", "a deployment calls no Kubernetes API", []string{helmCharts}},
		{"./policy/...", "the pack judges what the engine describes", []string{awsSDK, eksSDK, kubernetesSDK, cloudflareSDK, module + "components", module + "stacks", module + "rehearsal"}},
		{"./components/endpoints/catalog", "knowledge imports no Pulumi", []string{pulumiSDK}},
		{"./components/endpoints/capability", "knowledge imports no Pulumi", []string{pulumiSDK}},
		{"./components/endpoints/policy", "documents import no Pulumi", []string{pulumiSDK}},
		{"./rehearsal/cloud", "the simulated cloud knows no service", []string{pulumiSDK, awsSDK}},
		{"./...", "these packages cost minutes of compile time", []string{slowYAML, slowHelm}},
	} {
		t.Run(border.pattern, func(t *testing.T) {
			t.Parallel()
			for _, imported := range list(t, "-deps", border.pattern) {
				for _, forbidden := range border.never {
					if strings.HasPrefix(imported, forbidden) {
						t.Errorf("rejects %s importing %s: %s", border.pattern, imported, border.why)
					}
				}
			}
		})
	}
}

func TestOurCodeDoesNotImportTheKubernetesCorePackage(t *testing.T) {
	t.Parallel()
	const core = "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	for _, line := range list(t, "-f", `{{.ImportPath}} {{join .Imports " "}} {{join .TestImports " "}}`, "./...") {
		if fields := strings.Fields(line); strings.Contains(line, core) {
			t.Errorf("rejects %s importing %s: it arrives with pulumi-eks and only there", fields[0], core)
		}
	}
}

// A copy of what takes no tags could be neither seen nor found, see components/internal/repeatable.
func TestComponentsRegisterWhatIsPutUnderANameByAFixedOne(t *testing.T) {
	t.Parallel()
	put := regexp.MustCompile(`\b(iam\.NewRolePolicy|cloudwatch\.NewLogMetricFilter|cloudwatch\.NewEventTarget)\(`)
	found := 0
	for _, line := range list(t, "-f", `{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}`, "./components/...", "./stacks") {
		source, err := os.ReadFile(line)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range put.FindAllString(string(source), -1) {
			found++
			if !strings.Contains(line, "/components/internal/repeatable/") {
				t.Errorf("rejects %s) in %s: use the package repeatable", call, line)
			}
		}
	}
	if found == 0 {
		t.Error("expected the calls of the package repeatable, got none")
	}
}

// list runs go list at the root of the module.
func list(t *testing.T, args ...string) []string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", append([]string{"list"}, args...)...)
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) == 0 || lines[0] == "" {
		t.Fatalf("go list %v: expected packages, got none", args)
	}
	return lines
}
