package documents_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestConfigIsWhatWasReviewed(t *testing.T) {
	t.Parallel()
	endpoint := sample.Server().Endpoint
	for name, test := range map[string]struct {
		settings documents.Settings
		join     string
	}{
		"first-server.yaml":   {sample.Server(), ""},
		"joining-server.yaml": {sample.Server(), endpoint},
		"agent.yaml":          {sample.Agent(), endpoint},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := documents.Config(test.settings, test.join)
			if err != nil {
				t.Fatal(err)
			}
			golden.Equal(t, "config/"+name, []byte(got))
		})
	}
}

func TestFilesOfANodeAreWhatWasReviewed(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]documents.Settings{"server": sample.Server(), "agent": sample.Agent()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := documents.NodeFiles(settings)
			if err != nil {
				t.Fatal(err)
			}
			var all strings.Builder
			for _, file := range append(documents.HostFiles(settings), files...) {
				all.WriteString("==> " + file.Path + " " + file.Mode.String() + "\n" + file.Content)
			}
			golden.Equal(t, "files/"+name+".txt", []byte(all.String()))
		})
	}
}

func TestTheVolumeOfEtcdIsMountedAsWasReviewed(t *testing.T) {
	t.Parallel()
	unit := documents.VolumeUnit(sample.Server())
	if diff := cmp.Diff("/etc/systemd/system/"+documents.MountName, unit.Path); diff != "" {
		t.Errorf("path differs (-want +got):\n%s", diff)
	}
	golden.Equal(t, "units/"+documents.MountName, []byte(unit.Content))
}

func userData(t *testing.T, s documents.Settings) string {
	t.Helper()
	got, err := documents.UserData(s, sample.Program())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestUserDataAreWhatWasReviewed(t *testing.T) {
	t.Parallel()
	golden.Equal(t, "user-data/server.yaml", []byte(userData(t, sample.Server())))
	golden.Equal(t, "user-data/agent.yaml", []byte(userData(t, sample.Agent())))
	golden.Equal(t, "user-data/fetch.sh", []byte(documents.FetchScript("prod-rke2-artifacts", "eu-central-1", sample.Program())))
}

func TestUserDataThatEC2WouldRefuseAreRefused(t *testing.T) {
	t.Parallel()
	s := sample.Server()
	s.Names = append(s.Names, strings.Repeat("n", 16*1024))
	if _, err := documents.UserData(s, sample.Program()); err == nil || !strings.Contains(err.Error(), "more than the 16384") {
		t.Errorf("expected user data of more than 16 KiB to be refused, got %v", err)
	}
}

func TestNoValueCanChangeTheMeaningOfTheShellStub(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"a'; reboot; '", "a b", "$(id)", "a\nb", ""} {
		program := sample.Program()
		program.Key = key
		if _, err := documents.UserData(sample.Server(), program); err == nil {
			t.Errorf("expected the key %q to be refused", key)
		}
	}
}

func TestSettingsSurviveTheWayThroughUserData(t *testing.T) {
	t.Parallel()
	want := sample.Server()
	data, err := want.JSON()
	if err != nil {
		t.Fatal(err)
	}
	got, err := documents.ParseSettings(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings differ after they were written and read (-written +read):\n%s", diff)
	}
	if _, err := documents.ParseSettings([]byte(`{"clustre":"prod"}`)); err == nil {
		t.Error("expected an unknown key to be refused")
	}
	if _, err := documents.ParseSettings(append(data, '}')); err == nil || !strings.Contains(err.Error(), "after the end of the JSON document") {
		t.Errorf("expected settings with something behind them to be refused, got %v", err)
	}
}

func TestAnAgentHasNeitherTheServersTokenNorTheirFiles(t *testing.T) {
	t.Parallel()
	config, err := documents.Config(sample.Agent(), "rke2.example.com")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(config, documents.TokenPath+"\n") {
		t.Errorf("expected no path of the server token in an agent's configuration, got:\n%s", config)
	}
	files, err := documents.NodeFiles(sample.Agent())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasPrefix(file.Path, documents.DataDir+"/server") || file.Path == documents.AuditPath {
			t.Errorf("expected no file of a server on an agent, got %s", file.Path)
		}
	}
}

func TestEveryInvalidSettingIsReported(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*documents.Settings)
		says   string
	}{
		"an even number of servers": {func(s *documents.Settings) { s.Servers = 2 }, "servers: gives etcd no majority"},
		"a bad cluster id":          {func(s *documents.Settings) { s.Cluster = "Prod/1" }, "cluster: is not an id"},
		"no role":                   {func(s *documents.Settings) { s.Role = "" }, "role: is not known"},
		"a floating release":        {func(s *documents.Settings) { s.System.Releasever = "latest" }, "system.releasever: pins no release"},
		"a version below the floor": {func(s *documents.Settings) { s.Version = "v1.33.1+rke2r1" }, "version: is below the floor"},
		"a missing hash":            {func(s *documents.Settings) { s.Artifacts.List[0].SHA256 = "" }, "artifacts.list[0].sha256: is not a SHA-256"},
		"overlapping ranges": {
			func(s *documents.Settings) { s.Network.ServiceCIDR, s.Network.DNS = "10.42.8.0/24", "10.42.8.10" },
			"network.serviceCidr: overlaps",
		},
		"a DNS address elsewhere":  {func(s *documents.Settings) { s.Network.DNS = "10.42.0.10" }, "network.dns: is not an address in"},
		"an unknown CNI":           {func(s *documents.Settings) { s.Network.CNI = "weave" }, "network.cni: is not known"},
		"FIPS with another CNI":    {func(s *documents.Settings) { s.Hardening.FIPS, s.Network.CNI = true, artifacts.Cilium }, "not covered by RKE2's FIPS build"},
		"no endless wait":          {func(s *documents.Settings) { s.Hooks.LeaveMinutes = 0 }, "hooks.leaveMinutes: is out of range"},
		"a volume of another kind": {func(s *documents.Settings) { s.System.Volume = "vol-1" }, "system.volume: is no device of a server"},
		"no endpoint":              {func(s *documents.Settings) { s.Endpoint = "" }, "endpoint: is required"},
		"no snapshots":             {func(s *documents.Settings) { s.Snapshots = documents.SnapshotSettings{} }, "snapshots.retention: keeps no snapshot"},
		"a role for no account":    {func(s *documents.Settings) { s.PodRoles[0].ServiceAccount = "" }, "podRoles[0]: names no service account"},
		"a role that is none":      {func(s *documents.Settings) { s.PodRoles[0].RoleArn = "volumes" }, "podRoles[0].roleArn: is not the ARN of a role"},
		"two roles of an account": {
			func(s *documents.Settings) { s.PodRoles = append(s.PodRoles, s.PodRoles[0]) }, "podRoles[1]: names an account that has a role already",
		},
		"a driver without a role":   {func(s *documents.Settings) { s.PodRoles = nil }, "podRoles: lack that of the volume driver"},
		"a driver without an image": {func(s *documents.Settings) { delete(s.Volumes.Tags, "csi-resizer") }, "volumes.tags.csi-resizer: is required"},
		"a driver without a key":    {func(s *documents.Settings) { s.Volumes.Key = "" }, "volumes: need the registry"},
		"an agent that lends roles": {func(s *documents.Settings) { s.Role = documents.Agent }, "podRoles: are told to an agent"},
		"a CA hash of another kind": {func(s *documents.Settings) { s.Secrets.CAHash = "sha256:00" }, "secrets.caHash: is not a SHA-256"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sample.Server()
			test.change(&s)
			if err := s.Validate(); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("expected the error to say %q, got %v", test.says, err)
			}
		})
	}
}

func TestAnAgentIsNotToldWhereTheServersSecretsAre(t *testing.T) {
	t.Parallel()
	s := sample.Agent()
	s.Secrets.Server = sample.Server().Secrets.Server
	if err := s.Validate(); err == nil || !strings.Contains(err.Error(), "secrets.server: is told to an agent") {
		t.Errorf("expected the server token's ARN to be refused for an agent, got %v", err)
	}
}

func TestSampleSettingsAreValid(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]documents.Settings{"server": sample.Server(), "agent": sample.Agent()} {
		if err := s.Validate(); err != nil {
			t.Errorf("%s: expected valid settings, got %v", name, err)
		}
	}
}

// manifest returns a manifest of a server.
func manifest(t *testing.T, s documents.Settings, name string) (string, bool) {
	t.Helper()
	files, err := documents.NodeFiles(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file.Path == documents.ManifestsDir+"/"+name {
			return file.Content, true
		}
	}
	return "", false
}

func TestInFIPSModeTheVolumeDriverUsesCertifiedCryptographyAndTheUsualEndpoints(t *testing.T) {
	t.Parallel()
	s := sample.Server()
	s.Hardening.FIPS = true
	text, _ := manifest(t, s, "aws-ebs-csi-driver.yaml")
	if strings.Count(text, "value: fips140=on") != 2 || strings.Contains(text, "fips: true") || strings.Contains(text, "AWS_USE_FIPS_ENDPOINT") {
		t.Errorf("expected GODEBUG in the controller and on the nodes, and no FIPS endpoints, got:\n%s", text)
	}
}

func TestAServerWithoutRolesToLendHasNoServiceForIt(t *testing.T) {
	t.Parallel()
	s := sample.Server()
	s.Volumes, s.PodRoles = documents.VolumeSettings{}, nil
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"aws-ebs-csi-driver.yaml", "cloudgap-pod-roles.yaml"} {
		if text, there := manifest(t, s, name); there {
			t.Errorf("expected no %s, got:\n%s", name, text)
		}
	}
	for _, file := range documents.HostFiles(s) {
		if strings.Contains(file.Path, "pod-roles") {
			t.Errorf("expected no %s", file.Path)
		}
	}
}

func TestTheServiceIsToldWhatItNeedsOfTheSettingsAndNoMore(t *testing.T) {
	t.Parallel()
	s := sample.Server()
	for _, file := range documents.HostFiles(s) {
		if file.Path != documents.PodRolesPath {
			continue
		}
		got, err := documents.ParsePodRoles([]byte(file.Content))
		want := documents.PodRolesSettings{Cluster: s.Cluster, Region: s.Region, Roles: s.PodRoles}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("settings differ (-want +got), error %v:\n%s", err, diff)
		}
		return
	}
	t.Error("expected settings of the service")
}
