package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestDiffTellsChangesAndReplacement(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	old := resource.PropertyMap{"cidrBlock": text("10.0.0.0/16"), "tags": resource.NewObjectProperty(resource.PropertyMap{"a": text("1")})}
	for name, test := range map[string]struct {
		next    resource.PropertyMap
		ignore  []string
		changes pulumirpc.DiffResponse_DiffChanges
		want    map[string]pulumirpc.PropertyDiff_Kind
	}{
		"nothing": {old, nil, pulumirpc.DiffResponse_DIFF_NONE, map[string]pulumirpc.PropertyDiff_Kind{}},
		"a tag": {
			resource.PropertyMap{"cidrBlock": text("10.0.0.0/16"), "tags": resource.NewObjectProperty(resource.PropertyMap{"a": text("2"), "b": text("1")})}, nil,
			pulumirpc.DiffResponse_DIFF_SOME, map[string]pulumirpc.PropertyDiff_Kind{"tags.a": pulumirpc.PropertyDiff_UPDATE, "tags.b": pulumirpc.PropertyDiff_ADD},
		},
		"a property that replaces": {
			resource.PropertyMap{"cidrBlock": resource.MakeComputed(text(""))}, nil,
			pulumirpc.DiffResponse_DIFF_SOME, map[string]pulumirpc.PropertyDiff_Kind{"cidrBlock": pulumirpc.PropertyDiff_UPDATE_REPLACE, "tags": pulumirpc.PropertyDiff_DELETE},
		},
		"what the service chose": {
			resource.PropertyMap{"cidrBlock": old["cidrBlock"], "tags": old["tags"], "enableDnsHostnames": resource.NewBoolProperty(true)}, nil,
			pulumirpc.DiffResponse_DIFF_NONE, map[string]pulumirpc.PropertyDiff_Kind{},
		},
		"not what it chose": {
			resource.PropertyMap{"cidrBlock": old["cidrBlock"], "tags": old["tags"], "enableNetworkAddressUsageMetrics": resource.NewBoolProperty(true)}, nil,
			pulumirpc.DiffResponse_DIFF_SOME, map[string]pulumirpc.PropertyDiff_Kind{"enableNetworkAddressUsageMetrics": pulumirpc.PropertyDiff_ADD},
		},
		"what is ignored": {
			resource.PropertyMap{"cidrBlock": text("10.1.0.0/16")}, []string{"cidrBlock", "tags"},
			pulumirpc.DiffResponse_DIFF_NONE, map[string]pulumirpc.PropertyDiff_Kind{},
		},
	} {
		response, err := e.Diff(e.Context(), &pulumirpc.DiffRequest{
			Urn: urnOf(vpcType, "v"), Type: vpcType, OldInputs: e.marshal(old), News: e.marshal(test.next), IgnoreChanges: test.ignore,
			Olds: e.marshal(resource.PropertyMap{"enableNetworkAddressUsageMetrics": resource.NewBoolProperty(false), "enableDnsHostnames": resource.NewBoolProperty(true)}),
		})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]pulumirpc.PropertyDiff_Kind{}
		for path, d := range response.GetDetailedDiff() {
			got[path] = d.GetKind()
		}
		if diff := cmp.Diff(test.want, got); diff != "" || response.GetChanges() != test.changes {
			t.Errorf("%s: expected %v, got %v (-want +got):\n%s", name, test.changes, response.GetChanges(), diff)
		}
		if replaces := slices.Contains(response.GetReplaces(), "cidrBlock"); replaces != (name == "a property that replaces") {
			t.Errorf("%s: replaced because of %v", name, response.GetReplaces())
		}
	}
}

func TestAPreviewOfACreateIsUnknownInTheChosenShapeAndMakesNothing(t *testing.T) {
	t.Parallel()
	for shape, want := range map[cloud.PreviewShape]resource.PropertyValue{
		cloud.ComputedValues: resource.MakeComputed(text("")),
		cloud.OmittedKeys:    {},
	} {
		e := newEngine(t, Options{Shape: shape})
		response, err := e.Create(e.Context(), &pulumirpc.CreateRequest{
			Urn: urnOf(vpcType, "v"), Type: vpcType, Name: "v", Preview: true, Properties: e.marshal(e.check(vpcType, "v", range16)),
		})
		if err != nil {
			t.Fatal(err)
		}
		got := e.unmarshal(response.GetProperties())
		if !got["arn"].DeepEquals(want) || got["cidrBlock"] != text("10.0.0.0/16") {
			t.Errorf("shape %d: expected arn %v and a known cidrBlock, got %v", shape, want, got)
		}
		if objects := e.cloud.Objects(); len(objects) != 0 || response.GetId() != "" {
			t.Errorf("shape %d: expected no object and no id, got %v, %q", shape, objects, response.GetId())
		}
	}
}

func TestCreateReadUpdateAndDeleteFollowTheObject(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	id, checked, state := e.make(vpcType, "v", range16)
	if want := text("arn:aws:ec2:us-east-1:111122223333:vpc/" + id); state["arn"] != want {
		t.Errorf("arn: expected %v, got %v", want, state["arn"])
	}
	read := func() *pulumirpc.ReadResponse {
		response, err := e.Read(e.Context(), &pulumirpc.ReadRequest{Id: id, Urn: urnOf(vpcType, "v"), Type: vpcType, Name: "v", Inputs: e.marshal(checked), Properties: e.marshal(state)})
		if err != nil {
			t.Fatal(err)
		}
		return response
	}
	if now := read(); !e.unmarshal(now.GetProperties()).DeepEquals(state) || !e.unmarshal(now.GetInputs()).DeepEquals(checked) {
		t.Errorf("expected an untouched object to be read as it was created, got %v", now)
	}

	next := checked.Copy()
	next["tags"] = resource.NewObjectProperty(resource.PropertyMap{"a": text("1")})
	for _, preview := range []bool{true, false} {
		response, err := e.Update(e.Context(), &pulumirpc.UpdateRequest{
			Id: id, Urn: urnOf(vpcType, "v"), Type: vpcType, Name: "v", Preview: preview, OldInputs: e.marshal(checked), Olds: e.marshal(state), News: e.marshal(next),
		})
		if err != nil {
			t.Fatal(err)
		}
		got := e.unmarshal(response.GetProperties())
		if !got["tags"].DeepEquals(next["tags"]) || !got["tagsAll"].DeepEquals(next["tags"]) || got["arn"] != state["arn"] {
			t.Errorf("update (preview %v): expected new tags and the old arn, got %v", preview, got)
		}
		if inCloud := e.cloud.Objects()[0].Properties.Has("tags"); inCloud == preview {
			t.Errorf("update (preview %v): tags in the cloud: %v", preview, inCloud)
		}
	}

	for range 2 {
		if _, err := e.Delete(e.Context(), &pulumirpc.DeleteRequest{Id: id, Urn: urnOf(vpcType, "v"), Type: vpcType, Name: "v"}); err != nil {
			t.Fatalf("expected a delete, and a second one of what is gone, to succeed, got %v", err)
		}
	}
	if now := read(); now.GetId() != "" {
		t.Errorf("expected the id of an object that is gone to be empty, got %q", now.GetId())
	}
}

func TestSecretsStaySecretInOutputsAndOutOfErrors(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	secret := resource.MakeSecret(text("hunter2hunter2"))
	tags := resource.NewObjectProperty(resource.PropertyMap{"token": secret, "plain": text("x")})
	_, checked, state := e.make(vpcType, "v", resource.PropertyMap{"cidrBlock": text("10.0.0.0/16"), "tags": tags})
	for name, got := range map[string]resource.PropertyValue{"checked": checked["tags"], "state": state["tags"], "second name": state["tagsAll"]} {
		if inner := got.ObjectValue(); !inner["token"].IsSecret() || inner["plain"].IsSecret() {
			t.Errorf("%s: expected token alone to be secret, got %v", name, got)
		}
	}
	subnet := "aws:ec2/subnet:Subnet"
	_, err := e.Create(e.Context(), &pulumirpc.CreateRequest{
		Urn: urnOf(subnet, "s"), Type: subnet, Name: "s", Properties: e.marshal(resource.PropertyMap{"vpcId": secret}),
	})
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "[secret]") {
		t.Errorf("expected the error to hide the secret, got %v", err)
	}
}

func TestAssetsAndResourceReferencesSurviveTheRoundTrip(t *testing.T) {
	t.Parallel()
	asset, err := resource.NewTextAsset("content")
	if err != nil {
		t.Fatal(err)
	}
	properties := resource.PropertyMap{
		"asset": resource.NewAssetProperty(asset), "unknown": resource.MakeComputed(text("")),
		"reference": resource.NewResourceReferenceProperty(resource.ResourceReference{URN: "urn:pulumi:dev::trial::a:b:C::r", ID: text("r-1")}),
		"list":      resource.NewArrayProperty([]resource.PropertyValue{resource.NewBoolProperty(true), resource.MakeSecret(resource.NewNumberProperty(4))}),
	}
	e := &engine{T: t}
	values, secrets, err := readProperties(e.marshal(properties))
	if err != nil {
		t.Fatal(err)
	}
	written, err := writeProperties(values, secrets.marks())
	if err != nil {
		t.Fatal(err)
	}
	want := properties.Copy()
	want["reference"] = text("r-1")
	if got := e.unmarshal(written); !got.DeepEquals(want) {
		t.Errorf("expected everything but the reference, which becomes its id, to be as before, got %v", got)
	}
}
