package rke2

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
)

func TestRolesAreLentByServersOnlyAndOnlyWhereThereAreSome(t *testing.T) {
	t.Parallel()
	without := func(args *Rke2ControlPlaneArgs) {
		args.Volumes = VolumeDriver{None: true}
		args.Artifacts.Hashes = nil
		args.Artifacts.Hashes = hashes(args)
	}
	own := map[string]PodRole{"secrets": {Namespace: "shop", ServiceAccount: "web", RoleArn: pulumi.String("arn:aws:iam::111122223333:role/web")}}
	for name, test := range map[string]struct {
		change       func(*Rke2ControlPlaneArgs)
		capabilities []capability.Capability
		lent         []string
	}{
		"the driver": {
			func(*Rke2ControlPlaneArgs) {}, []capability.Capability{capability.EbsCsi, capability.Rke2PodRoles}, []string{"arn:aws:test:::main-volumes-role"},
		},
		"a role of one's own": {
			func(args *Rke2ControlPlaneArgs) {
				without(args)
				args.PodRoles = own
			}, []capability.Capability{capability.Rke2PodRoles}, []string{"arn:aws:iam::111122223333:role/web"},
		},
		"nothing": {without, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := with(test.change)
			r := &recorder{}
			r.mustDeploy(t, args)
			var got []capability.Capability
			for _, c := range args.Capabilities() {
				if c == capability.EbsCsi || c == capability.Rke2PodRoles {
					got = append(got, c)
				}
			}
			if diff := cmp.Diff(test.capabilities, got); diff != "" {
				t.Errorf("capabilities differ (-want +got):\n%s", diff)
			}
			made := slices.Contains(r.children(), "iam.Role main-volumes-role")
			if want := !args.Volumes.None; made != want {
				t.Errorf("expected a role of the driver is %t, got %t", want, made)
			}
			text := r.userData(t, "servers")
			if lends := strings.Contains(text, `"podRoles"`); lends != (len(test.lent) > 0) {
				t.Errorf("expected a table of roles only where there are some, got:\n%s", text)
			}
			policy := r.find(t, "iam.RolePolicy", "servers-role").Inputs["policy"].StringValue()
			for _, role := range test.lent {
				if !strings.Contains(text, role) || !strings.Contains(policy, role) {
					t.Errorf("expected %s in the servers' table and rights, got:\n%s\n%s", role, text, policy)
				}
			}
			if len(test.lent) == 0 && strings.Contains(policy, "sts:AssumeRole") {
				t.Errorf("expected servers that lend nothing to assume nothing, got:\n%s", policy)
			}
		})
	}
}

func TestTheImagesOfTheDriverAreInTheListOfImages(t *testing.T) {
	t.Parallel()
	args := small()
	got := images(args)
	if len(got) != 1+len(DriverImages()) {
		t.Errorf("expected the cloud controller's image and the driver's %d, got %v", len(DriverImages()), got)
	}
	for name, tag := range args.Volumes.Tags {
		if want := fmt.Sprintf("%s/%s:%s", args.Volumes.Registry, name, tag); !slices.Contains(got, want) {
			t.Errorf("expected %s among the images, got %v", want, got)
		}
	}
}
