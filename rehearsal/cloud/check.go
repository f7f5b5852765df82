package cloud

import (
	"fmt"
	"slices"
	"strings"
)

// Checking is one Check of a resource, handed to the Check hook.
type Checking struct {
	// Inputs are the inputs with the defaults filled in; any value may be Unknown.
	Inputs Values
	// Account is where the provider instance acts.
	Account Account

	failures []Failure
}

// Fail refuses the inputs.
func (c *Checking) Fail(path, reason string, args ...any) {
	c.failures = append(c.failures, Failure{Path: path, Reason: fmt.Sprintf(reason, args...)})
}

// Failure is one reason why Check refuses the inputs.
type Failure struct {
	// Path is the property at fault, empty for the resource as a whole.
	Path string
	// Reason says what is wrong and what to do.
	Reason string
}

// CheckInputs returns the inputs as the provider hands them to the cloud: names and defaults filled in. Filled holds the paths that
// the user did not give. With failures the inputs are not usable.
func (r *Resource) CheckInputs(inputs Values, account Account, name Naming) (checked Values, filled []string, failures []Failure) {
	checked = inputs.Clone()
	schema := r.schema
	failures = append(checkFields("", checked, schema.Inputs, r.Required), missingWithin(checked, r.Required)...)
	if len(failures) > 0 {
		return checked, nil, failures
	}
	filled = applyDefaults(checked, r.Defaults)
	if auto := r.autoname(); auto.Property != "" && !checked.Has(auto.Property) && !checked.Has(auto.Property+"Prefix") {
		made, err := auto.make(name)
		if err != nil {
			return checked, nil, []Failure{{Path: auto.Property, Reason: err.Error()}}
		}
		if made != "" {
			checked[auto.Property] = made
			filled = append(filled, auto.Property)
		}
	}
	checking := &Checking{Inputs: checked, Account: account}
	for _, c := range r.Constraints {
		if c.Code == "" {
			for _, broken := range c.broken(checked) {
				checking.Fail(broken.Path, "%s", broken.Reason)
			}
		}
	}
	if r.Check != nil {
		r.Check(checking)
	}
	slices.Sort(filled)
	return checked, filled, checking.failures
}

// CheckArguments checks the arguments of an invoke, or a provider's configuration, against the SDK's struct.
func CheckArguments(args Values, sdk any) ([]Failure, error) {
	fields, err := fieldsOfValue(sdk)
	if err != nil {
		return nil, err
	}
	return checkFields("", args, fields, nil), nil
}

func checkFields(at string, given Values, fields Fields, required []string) []Failure {
	var failures []Failure
	for _, name := range given.Keys() {
		path := join(at, name)
		field, ok := fields[name]
		if !ok {
			failures = append(failures, Failure{path, fmt.Sprintf("Invalid or unknown key %q; the valid keys are %s", name, strings.Join(names(fields), ", "))})
			continue
		}
		failures = append(failures, checkShape(path, given[name], field.Shape)...)
	}
	for _, name := range names(fields) {
		if value, ok := given[name]; (!ok || value == nil) && (fields[name].Required || slices.Contains(required, name)) {
			failures = append(failures, missingArgument(join(at, name), name))
		}
	}
	return failures
}

// missingWithin lists the required properties that objects lack, by paths such as "vpcConfig.subnetIds".
func missingWithin(inputs Values, required []string) []Failure {
	var failures []Failure
	for _, path := range required {
		parent, name := splitLast(path)
		if parent == "" {
			continue
		}
		for _, holder := range inputs.At(parent) {
			if object, ok := holder.Value.(map[string]any); ok && object[name] == nil {
				failures = append(failures, missingArgument(join(holder.Path, name), name))
			}
		}
	}
	return failures
}

func missingArgument(path, name string) Failure {
	return Failure{path, fmt.Sprintf("Missing required argument. The argument %q is required, but no definition was found", name)}
}

func checkShape(path string, value any, shape *Shape) []Failure {
	if _, ok := value.(unknown); ok || value == nil || shape.Kind == ShapeAny {
		return nil
	}
	switch typed := value.(type) {
	case string:
		if admitsText(shape.Kind, typed) {
			return nil
		}
	case bool:
		if shape.Kind == ShapeBool || shape.Kind == ShapeString {
			return nil
		}
	case float64:
		if shape.Kind == ShapeNumber || shape.Kind == ShapeString {
			return nil
		}
	case []any:
		if shape.Kind == ShapeList {
			var failures []Failure
			for i, e := range typed {
				failures = append(failures, checkShape(fmt.Sprintf("%s[%d]", path, i), e, shape.Element)...)
			}
			return failures
		}
	case map[string]any:
		switch shape.Kind {
		case ShapeObject:
			return checkFields(path, typed, shape.Fields, nil)
		case ShapeMap:
			var failures []Failure
			for _, key := range Values(typed).Keys() {
				failures = append(failures, checkShape(join(path, key), typed[key], shape.Element)...)
			}
			return failures
		}
	}
	return []Failure{{path, fmt.Sprintf("expected %s, got %s", shape.Kind, kindOf(value))}}
}

// admitsText tells whether a string is a value of the kind. Like the real provider, it takes "true" and "5" for a boolean and a
// number.
func admitsText(kind ShapeKind, text string) bool {
	switch kind {
	case ShapeString:
		return true
	case ShapeBool:
		return text == "true" || text == "false"
	case ShapeNumber:
		return isNumber(text)
	default:
		return false
	}
}

func names(fields Fields) []string {
	result := make([]string, 0, len(fields))
	for name := range fields {
		result = append(result, name)
	}
	slices.Sort(result)
	return result
}

func kindOf(value any) string {
	switch value.(type) {
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case float64:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return "nothing"
}
