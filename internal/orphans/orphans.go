// Package orphans finds what an interrupted deployment has made in an AWS account and no state knows.
//
// An engine or a provider that is killed has asked AWS for things whose answer it never wrote down. AWS has no token by which most of
// these requests could be repeated: the next deployment makes a second one, or is refused because the first is in its way. What was
// made carries the tags that the program gave to it, and so it can be found, and be taken into the state.
package orphans

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Orphan is an object in the account that no state knows.
type Orphan struct {
	// Type is the Pulumi type, and ID the id by which `pulumi import` knows it; empty where it cannot be imported.
	Type string `json:"type"`
	ID   string `json:"id"`
	// ARN is its Amazon resource name; empty for an object without tags.
	ARN string `json:"arn,omitempty"`
	// Name is the name of the resource that it belongs to, or of a stranger the tag Name.
	Name string `json:"name,omitempty"`
	// URN is the resource of the program that it belongs to: the one that makes it, or the one that it is a second copy of. Empty for
	// a stranger.
	URN string `json:"urn,omitempty"`
}

// Report is what was found.
type Report struct {
	// Tags are those that objects were looked for by.
	Tags map[string]string `json:"tags"`
	// Begun are objects that the next deployment would make, and that are there: it is to go on with them.
	Begun []Orphan `json:"begun"`
	// Copies are objects of a resource that has another one in the state: nothing uses them.
	Copies []Orphan `json:"copies"`
	// Strangers carry the tags and a name that no resource of the program has.
	Strangers []Orphan `json:"strangers"`
	// Ignored counts what carries the tags and is made by AWS on behalf of something else, such as an instance of an Auto Scaling
	// group, by service and type.
	Ignored map[string]int `json:"ignored,omitempty"`
}

// Clean tells that nothing was found.
func (r *Report) Clean() bool { return len(r.Begun)+len(r.Copies)+len(r.Strangers) == 0 }

// ErrNoTags says that objects cannot be told from those of others.
var ErrNoTags = errors.New("the resources of the program have no tag in common, other than Name, by which theirs could be told from others' objects")

// ErrElsewhere says that the account or the region is not the one in which the state's resources live.
var ErrElsewhere = errors.New("not one of the state's resources is among the objects with these tags: the credentials are for another account, or the region is another")

// Find compares an account with a program and the states of the stacks that live in it. program is what a preview plans, states what
// the stacks have, the program's own first. Without tags it takes those that all resources of the program have in common.
func Find(ctx context.Context, account Account, program []isolation.Resource, states [][]isolation.Resource, tags map[string]string) (*Report, error) {
	if len(tags) == 0 {
		tags = commonTags(program)
	}
	if len(tags) == 0 {
		return nil, ErrNoTags
	}
	// Lists that are empty, and not absent, for programs that go through them.
	f := &finder{known: newKnown(states), report: &Report{Tags: tags, Begun: []Orphan{}, Copies: []Orphan{}, Strangers: []Orphan{}, Ignored: map[string]int{}}}
	for _, r := range program {
		switch {
		case !r.Custom || r.External || !strings.HasPrefix(r.Type, "aws:"):
		case f.known.urns[r.URN]:
			f.made = append(f.made, r)
		default:
			f.planned = append(f.planned, r)
		}
	}
	objects, err := account.Tagged(ctx, tags)
	if err != nil {
		return nil, fmt.Errorf("look for objects with the program's tags: %w", err)
	}
	expected := slices.ContainsFunc(f.made, func(r isolation.Resource) bool {
		return len(tagsOf(r)) > 0 && Taggable(isolation.CanonicalToken(r.Type))
	})
	for _, object := range objects {
		if err := f.sort(object); err != nil {
			return nil, err
		}
	}
	if expected && f.recognized == 0 {
		return nil, ErrElsewhere
	}
	return f.report, f.lookUp(ctx, account)
}

type finder struct {
	known known
	// made are the resources of the program that the state has, planned those that it has not.
	made, planned []isolation.Resource
	// recognized counts the objects that the states know.
	recognized int
	report     *Report
}

// sort puts an object where it belongs in the report.
func (f *finder) sort(object Object) error {
	name, err := arn.Parse(object.ARN)
	if err != nil {
		return fmt.Errorf("read the name %q of a tagged object: %w", object.ARN, err)
	}
	k, ok := kindOf(name)
	if !ok {
		sort, _, _ := strings.Cut(name.Resource, "/")
		f.report.Ignored[name.Service+" "+sort]++
		return nil
	}
	if f.known.has(k, name) {
		f.recognized++
		return nil
	}
	found := Orphan{Type: k.tokens[0], ARN: object.ARN, Name: object.Tags["Name"]}
	if i, ok := only(f.planned, k.tokens, found.Name); ok {
		found.of(f.planned[i], k.id(name, texts(f.planned[i])))
		f.report.Begun = append(f.report.Begun, found)
		f.made = append(f.made, f.planned[i]) // Another one is a copy.
		f.planned = slices.Delete(f.planned, i, i+1)
		return nil
	}
	if i, ok := only(f.made, k.tokens, found.Name); ok {
		found.of(f.made[i], k.id(name, texts(f.made[i])))
		f.report.Copies = append(f.report.Copies, found)
		return nil
	}
	found.ID = k.id(name, func(string) string { return "" })
	f.report.Strangers = append(f.report.Strangers, found)
	return nil
}

func (o *Orphan) of(r isolation.Resource, id string) {
	o.Type, o.ID, o.Name, o.URN = r.Type, id, r.Name, r.URN
}

// lookUp asks for what has no tags.
func (f *finder) lookUp(ctx context.Context, account Account) error {
	for _, r := range f.planned {
		id, err := account.Lookup(ctx, isolation.CanonicalToken(r.Type), plain(r))
		if err != nil {
			return fmt.Errorf("look for what %s makes: %w", r.URN, err)
		}
		if id != "" && !f.known.ids[isolation.CanonicalToken(r.Type)+" "+id] {
			found := Orphan{}
			found.of(r, id)
			f.report.Begun = append(f.report.Begun, found)
		}
	}
	return nil
}

// only finds the one resource of a type and with a tag Name. Where there are several, none of them can be meant.
func only(resources []isolation.Resource, tokens []string, name string) (int, bool) {
	found, count := 0, 0
	for i, r := range resources {
		if slices.Contains(tokens, isolation.CanonicalToken(r.Type)) && name != "" && tagsOf(r)["Name"] == name {
			found = i
			count++
		}
	}
	return found, count == 1
}
