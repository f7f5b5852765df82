package recording

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Registration is what the engine is told of one resource.
type Registration struct {
	Token, Name string
	// Parent is the URN of the parent, Provider the URN and id of a provider given explicitly.
	Parent, Provider string
	// Inputs hold unknown values, secrets and references to resources as such.
	Inputs resource.PropertyMap
	// Ignored are the paths whose changes are ignored.
	Ignored []string
	// ImportID is the id of what is adopted instead of created.
	ImportID string
	// Protected and Retained tell whether the resource can be deleted, and whether its deletion leaves it in the cloud.
	Protected, Retained bool
	// Dependencies are URNs, sorted by the SDK.
	Dependencies []string
	Transforms   []pulumi.ResourceTransform
}

// WaitsFor tells whether the resource waits for another by its name.
func (r Registration) WaitsFor(name string) bool { return r.WaitsForType("", name) }

// WaitsForType tells whether the resource waits for another by its type in the short form, "" for any, and its name.
func (r Registration) WaitsForType(short, name string) bool {
	return slices.ContainsFunc(r.Dependencies, func(urn string) bool {
		parts := strings.Split(urn, "::")
		return len(parts) > 3 && parts[3] == name && (short == "" || ShortType(parts[2]) == short)
	})
}

// Registrations are resources in the order in which they were registered.
type Registrations []Registration

// Below are the resources below components of a type, at any depth.
func (r Registrations) Below(token string) Registrations {
	return r.where(func(reg Registration) bool { return strings.Contains(reg.Parent, token) })
}

// OfType are the resources of a type in its short form.
func (r Registrations) OfType(short string) Registrations {
	return r.where(func(reg Registration) bool { return ShortType(reg.Token) == short })
}

func (r Registrations) where(keep func(Registration) bool) Registrations {
	return slices.DeleteFunc(slices.Clone(r), func(reg Registration) bool { return !keep(reg) })
}

// Names lists the resources as "type name" with the types' short form, sorted.
func (r Registrations) Names() []string {
	var names []string
	for _, reg := range r {
		names = append(names, ShortType(reg.Token)+" "+reg.Name)
	}
	slices.Sort(names)
	return names
}

// TB is what a test or a property check offers.
type TB interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Find returns the resource of a type in its short form, or of any type with "", and of a name.
func (r Registrations) Find(t TB, short, name string) Registration {
	t.Helper()
	for _, reg := range r {
		if reg.Name == name && (short == "" || ShortType(reg.Token) == short) {
			return reg
		}
	}
	t.Fatalf("no %s %s is registered; there are:\n%s", short, name, strings.Join(r.Names(), "\n"))
	return Registration{}
}

// ShortType turns "aws:ec2/vpc:Vpc" into "ec2.Vpc", also where the types of parents stand before it.
func ShortType(token string) string {
	parts := strings.Split(token[strings.LastIndex(token, "$")+1:], ":")
	if len(parts) < 2 {
		return token
	}
	module, _, _ := strings.Cut(parts[1], "/")
	return module + "." + parts[len(parts)-1]
}
