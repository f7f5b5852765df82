package cloud

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The structs below have the shape of the ones that Pulumi generates for an SDK.

type boxArgs struct {
	Colour  *string           `pulumi:"colour"`
	Lid     *lid              `pulumi:"lid"`
	Name    *string           `pulumi:"name"`
	Policy  interface{}       `pulumi:"policy"`
	ShelfId string            `pulumi:"shelfId"`
	Sizes   []int             `pulumi:"sizes"`
	Slots   []slot            `pulumi:"slots"`
	Sturdy  *bool             `pulumi:"sturdy"`
	Tags    map[string]string `pulumi:"tags"`
}

type lid struct {
	Hinged *bool  `pulumi:"hinged"`
	Kind   string `pulumi:"kind"`
}

type slot struct {
	Number int     `pulumi:"number"`
	Inner  []slot  `pulumi:"inner"`
	Label  *string `pulumi:"label"`
}

type BoxArgs struct{}

func (BoxArgs) ElementType() reflect.Type { return reflect.TypeFor[boxArgs]() }

type textOutput struct{}

func (textOutput) ElementType() reflect.Type { return reflect.TypeFor[string]() }

type textPtrOutput struct{}

func (textPtrOutput) ElementType() reflect.Type { return reflect.TypeFor[*string]() }

type boolPtrOutput struct{}

func (boolPtrOutput) ElementType() reflect.Type { return reflect.TypeFor[*bool]() }

type lidPtrOutput struct{}

func (lidPtrOutput) ElementType() reflect.Type { return reflect.TypeFor[*lid]() }

type slotsOutput struct{}

func (slotsOutput) ElementType() reflect.Type { return reflect.TypeFor[[]slot]() }

type sizesOutput struct{}

func (sizesOutput) ElementType() reflect.Type { return reflect.TypeFor[[]int]() }

type tagsOutput struct{}

func (tagsOutput) ElementType() reflect.Type { return reflect.TypeFor[map[string]string]() }

type Box struct {
	Arn     textOutput    `pulumi:"arn"`
	Colour  textOutput    `pulumi:"colour"`
	Lid     lidPtrOutput  `pulumi:"lid"`
	Name    textOutput    `pulumi:"name"`
	Policy  textPtrOutput `pulumi:"policy"`
	Serial  textOutput    `pulumi:"serial"`
	ShelfId textOutput    `pulumi:"shelfId"`
	Sizes   sizesOutput   `pulumi:"sizes"`
	Slots   slotsOutput   `pulumi:"slots"`
	Sturdy  boolPtrOutput `pulumi:"sturdy"`
	Tags    tagsOutput    `pulumi:"tags"`
	TagsAll tagsOutput    `pulumi:"tagsAll"`
}

type shelfArgs struct {
	Name *string `pulumi:"name"`
}

type ShelfArgs struct{}

func (ShelfArgs) ElementType() reflect.Type { return reflect.TypeFor[shelfArgs]() }

type Shelf struct {
	Name       textOutput `pulumi:"name"`
	MainHookId textOutput `pulumi:"mainHookId"`
}

type hookArgs struct {
	HookId string  `pulumi:"hookId"`
	Paint  *string `pulumi:"paint"`
}

type HookArgs struct{}

func (HookArgs) ElementType() reflect.Type { return reflect.TypeFor[hookArgs]() }

type Hook struct {
	HookId textOutput    `pulumi:"hookId"`
	Paint  textPtrOutput `pulumi:"paint"`
}

// store is a package with a shelf, which comes with an implicit hook; a box, which stands on a shelf; and a hook resource that
// adopts the implicit one.
func storePackage() Package {
	return Package{
		Name: "store", Mirrors: map[string]string{"tagsAll": "tags"},
		Resources: []Resource{shelf(), box(), {
			Type: "store:index:Hook", Args: HookArgs{}, State: Hook{}, Kind: "hook",
			Adopt: func(c *Call) (*Object, error) {
				o, ok := c.Get("hook", c.Inputs.String("hookId"))
				if !ok {
					return nil, c.Refuse("NoSuchHook", "There is no hook %s", c.Inputs.String("hookId"))
				}
				return o, nil
			},
		}},
	}
}

func shelf() Resource {
	return Resource{
		Type: "store:index:Shelf", Args: ShelfArgs{}, State: Shelf{}, Kind: "shelf", Noun: "Shelf", ID: "shelf-{hex8}",
		API:   API{Service: "Store", Create: "CreateShelf", Delete: "DeleteShelf"},
		InUse: Refusal{Code: "ShelfNotEmpty", Text: "The shelf '{id}' holds {value}.", Status: 409},
		Create: func(c *Call) error {
			hook, err := c.Make("main", "hook", "hook-{hex8}", Values{"_shelf": c.Object.ID})
			if err != nil {
				return err
			}
			c.Object.Properties.Set("mainHookId", hook.ID)
			return nil
		},
	}
}

func box() Resource {
	return Resource{
		Type: "store:index:Box", Args: BoxArgs{}, State: Box{}, Kind: "box", Noun: "Box", ID: "box-{hex8}", ImportID: "{shelfId}/{name}",
		API:       API{Service: "Store", Create: "CreateBox", Update: "ModifyBox", Delete: "DeleteBox", Modeled: true},
		Defaults:  map[string]any{"sturdy": true, "lid.hinged": false, "slots[*].label": "none"},
		Outputs:   map[string]any{"arn": "arn:{partition}:store:{region}:{account}:{id}", "serial": "{arn}#{hex4}", "colour": "brown"},
		ReplaceOn: []string{"shelfId", "lid.kind"}, Sets: []string{"sizes"}, JSON: []string{"policy"}, ChangesOnUpdate: []string{"serial"},
		Constraints: []Constraint{
			{Path: "slots[*].number", Min: 1, Max: 9},
			{Path: "name", MaxLen: 12, Code: "NameTooLong", Text: "The name {value} is too long"},
		},
		References: []Reference{{Path: "shelfId", Kind: "shelf", Blocks: true, Code: "NoSuchShelf", Text: "There is no shelf {value}"}},
		Unique:     []Unique{{Properties: []string{"shelfId", "name"}, Code: "BoxExists", Text: "Box {value} exists on {shelfId}", Status: 409}},
		Quotas:     []Quota{{Per: []string{"shelfId"}, Max: 3, Code: "ShelfFull", Text: "A shelf holds at most {value} boxes"}},
	}
}

// fixture is a cloud with the store package.
type fixture struct {
	*testing.T
	cloud *Cloud
	path  string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, path: filepath.Join(t.TempDir(), "cloud.jsonl")}
	f.reopen()
	return f
}

func (f *fixture) reopen() {
	f.Helper()
	c, err := Open(f.path, storePackage())
	if err != nil {
		f.Fatalf("open the cloud: %v", err)
	}
	f.cloud = c
}

func (f *fixture) request(token, name string, inputs Values) Request {
	f.Helper()
	r, err := f.cloud.Type("store:index:" + token)
	if err != nil {
		f.Fatal(err)
	}
	return Request{Resource: r, URN: "urn:pulumi:dev::trial::" + r.Type + "::" + name, Name: name, Account: ExampleAccount, Inputs: inputs}
}

func (f *fixture) create(token, name string, inputs Values) Result {
	f.Helper()
	made, err := f.cloud.Create(f.request(token, name, inputs))
	if err != nil {
		f.Fatalf("create %s %s: %v", token, name, err)
	}
	return made
}

// shelfWithBox makes a shelf and a box on it.
func (f *fixture) shelfWithBox() (shelf, box Result) {
	f.Helper()
	shelf = f.create("Shelf", "s", Values{"name": "top"})
	return shelf, f.create("Box", "b", Values{"name": "one", "shelfId": shelf.ID})
}

// expectRefusal fails the test unless the error is the service's, with this code and text.
func expectRefusal(t *testing.T, err error, code, text string) {
	t.Helper()
	refusal, ok := errors.AsType[*APIError](err)
	if !ok || refusal.Code != code || !strings.Contains(refusal.Text, text) {
		t.Errorf("expected the service to refuse with %s: …%s…, got %v", code, text, err)
	}
}
