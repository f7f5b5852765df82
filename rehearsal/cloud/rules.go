package cloud

import "regexp"

// Refusal is an error of a service as data: its code and its text. The text may use the placeholders of a Format, and
// "{value}" for the value at fault.
type Refusal struct {
	// Code is the service's error code, for example "DependencyViolation".
	Code string
	// Text is the service's message.
	Text string
	// Status is the HTTP status code. Default 400.
	Status int
}

// Reference says that a property holds the identity of another object.
type Reference struct {
	// Path leads to the property: "vpcId", "subnetIds[*]", "route[*].gatewayId".
	Path string
	// Kind is the kind that the object must have. More than one is separated by "|".
	Kind string
	// By names the properties that may identify the object, "id" for its id. Default: "id" alone.
	By []string
	// Anywhere lets the object be in another account or region.
	Anywhere bool
	// Unless exempts values that name nothing in the simulated cloud, such as AWS managed policies.
	Unless func(value string) bool
	// Blocks refuses the deletion of the object referred to for as long as this one exists, with that object's InUse.
	Blocks bool
	// Code and Text are what AWS answers when there is no such object.
	Code, Text string
	// Status is the HTTP status code. Default 400.
	Status int
}

// Unique says that no two objects of a kind have equal values in all of Properties. Objects that lack one of them are exempt.
type Unique struct {
	// Properties are top-level property names, for example {"vpcId", "name"}.
	Properties []string
	// Code and Text are what AWS answers to the second one; "{value}" is the last property's value.
	Code, Text string
	// Status is the HTTP status code. Default 400.
	Status int
}

// Quota says how many objects of a kind may share the values of Per.
type Quota struct {
	// Per are top-level property names; empty means: in the account and region.
	Per []string
	// Max is the largest number allowed.
	Max int
	// When restricts the count to objects for which it is true. Default: all.
	When func(Values) bool
	// Code and Text are what AWS answers beyond it.
	Code, Text string
	// Status is the HTTP status code. Default 400.
	Status int
}

// Constraint limits a single value. Without a Code it is the provider that refuses, in Check and thus in preview, as the
// real one does where its schema has a validation; with a Code it is the service, on create and update.
type Constraint struct {
	// Path leads to the property; "[*]" stands for each element.
	Path string
	// MinLen and MaxLen bound the length of a string or list; MaxLen 0 means no bound.
	MinLen, MaxLen int
	// Min and Max bound a number, both included; ignored when both are 0.
	Min, Max float64
	// Pattern must match a string.
	Pattern *regexp.Regexp
	// OneOf lists the values that a string may have.
	OneOf []string
	// Text says what is wrong; "{value}" is the value. Default: a text made from the bound that was broken.
	Text string
	// Code is the service's error code; empty makes it a plan-time check.
	Code string
	// Status is the HTTP status code. Default 400.
	Status int
}
