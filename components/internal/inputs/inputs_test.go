package inputs

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type mode string

type nested struct {
	ID    pulumi.StringInput `pulumi:"id"`
	Modes []mode             `pulumi:"modes,optional"`
}

type args struct {
	Name   string             `pulumi:"name"`
	Count  int                `pulumi:"count,optional"`
	On     bool               `pulumi:"on,optional"`
	Tags   pulumi.StringMap   `pulumi:"tags,optional"`
	Nested *nested            `pulumi:"nested,optional"`
	ByMode map[mode]nested    `pulumi:"byMode,optional"`
	Absent pulumi.StringInput `pulumi:"absent,optional"`
	Go     func()
}

func TestArgumentsKeepTheirTagsAndLeaveOutWhatIsAbsent(t *testing.T) {
	t.Parallel()
	got := Of(&args{
		Name: "a", Count: 2, On: true, Tags: pulumi.StringMap{"k": pulumi.String("v")},
		Nested: &nested{ID: pulumi.String("i"), Modes: []mode{"x"}},
		ByMode: map[mode]nested{"m": {ID: pulumi.String("j")}},
		Go:     func() {},
	})
	want := pulumi.Map{
		"name": pulumi.String("a"), "count": pulumi.Int(2), "on": pulumi.Bool(true), "tags": pulumi.StringMap{"k": pulumi.String("v")},
		"nested": pulumi.Map{"id": pulumi.String("i"), "modes": pulumi.Array{pulumi.String("x")}},
		"byMode": pulumi.Map{"m": pulumi.Map{"id": pulumi.String("j")}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}
