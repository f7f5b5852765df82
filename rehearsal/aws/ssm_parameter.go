package aws

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Limits of parameters: the longest values by tier in bytes, and the deepest hierarchy. Source: SSM API reference, PutParameter.
const (
	maxStandardValue  = 4096
	maxAdvancedValue  = 8192
	maxParameterDepth = 15
)

var parameterName = regexp.MustCompile(`^[a-zA-Z0-9_.\-/]+$`)

func parameterType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ssm/parameter:Parameter", Args: ssm.ParameterArgs{}, State: ssm.Parameter{}, Kind: kindParameter, Noun: "SSM Parameter",
		API:       cloud.API{Service: "SSM", Modeled: true, Create: "PutParameter", Update: "PutParameter", Read: "GetParameter", Delete: "DeleteParameter"},
		ID:        "{name}",
		Autoname:  &cloud.Autoname{Property: "name", Max: 1011},
		Outputs:   map[string]any{"dataType": "text", "insecureValue": "", "keyId": "", "value": "", "tier": "Standard"},
		Secret:    []string{"value"},
		ReplaceOn: []string{"name"},
		// Whichever tier a parameter has, the service may have chosen it.
		Same: func(path string, _, next cloud.Values) bool {
			return path == "tier" && next.String(path) == "Intelligent-Tiering"
		},
		ReplaceIf: func(old, next cloud.Values) []string {
			// The service moves a parameter up to the advanced tier in place, and never down.
			if old.String("tier") == "Advanced" && next.String("tier") == "Standard" {
				return []string{"tier"}
			}
			return nil
		},
		ChangesOnUpdate: []string{"version"},
		Constraints: []cloud.Constraint{
			{Path: "type", OneOf: []string{"String", "StringList", "SecureString"}}, {Path: "tier", OneOf: []string{"Standard", "Advanced", "Intelligent-Tiering"}},
			{Path: "name", MinLen: 1, MaxLen: 2048}, {Path: "description", MaxLen: 1024}, {Path: "allowedPattern", MaxLen: 1024},
			{Path: "dataType", OneOf: []string{"aws:ec2:image", "aws:ssm:integration", "text"}},
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "ParameterAlreadyExists",
			Text: "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
		}},
		NotFound: cloud.Refusal{Code: "ParameterNotFound", Text: "Parameter {value} not found."},
		Check: func(c *cloud.Checking) {
			if c.Inputs.Has("value") == c.Inputs.Has("insecureValue") {
				c.Fail("value", "one of `insecure_value,value` must be specified")
			}
			if c.Inputs.Has("insecureValue") && c.Inputs.String("type") == "SecureString" {
				c.Fail("insecureValue", "`insecure_value` cannot be used with the type SecureString")
			}
		},
		Create: putParameter, Update: putParameter,
	}
}

func putParameter(c *cloud.Call) error {
	p := c.Object.Properties
	name := p.String("name")
	arn := fmt.Sprintf("arn:%s:ssm:%s:%s:parameter/%s", c.Account.Partition, c.Account.Region, c.Account.ID, strings.TrimPrefix(name, "/"))
	p.Set("arn", arn)
	value, most := firstOfTexts(c.Inputs.String("value"), c.Inputs.String("insecureValue")), maxStandardValue
	if p.String("tier") != "Standard" {
		most = maxAdvancedValue
	}
	root := strings.ToLower(strings.TrimPrefix(name, "/"))
	switch {
	case !parameterName.MatchString(name), strings.Contains(name, "/") && !strings.HasPrefix(name, "/"):
		return c.Refuse("ValidationException", "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths "+
			"divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_, got %s", name)
	case strings.HasPrefix(root, "ssm"), strings.HasPrefix(root, "aws"):
		return c.Refuse("ValidationException", "No access to reserved parameter name: %s.", name)
	case strings.Count(name, "/") > maxParameterDepth:
		return c.Refuse("HierarchyLevelLimitExceededException", "The hierarchy of the parameter %s has more than %d levels", name, maxParameterDepth)
	case value == "":
		return c.Refuse("ValidationException", "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length "+
			"greater than or equal to 1")
	case len(value) > most:
		return c.Refuse("ValidationException", "Standard tier parameters support a maximum parameter value of %d characters.", most)
	case p.String("dataType") == "aws:ec2:image" && !imageID.MatchString(value):
		return c.Refuse("UnsupportedParameterType", "The parameter value is not the id of an AMI")
	}
	if pattern := c.Inputs.String("allowedPattern"); pattern != "" {
		if allowed, err := regexp.Compile(pattern); err != nil || !allowed.MatchString(value) {
			return c.Refuse("ParameterPatternMismatchException", "Parameter value doesn't match the allowed pattern %s", pattern)
		}
	}
	if p.String("type") == "SecureString" {
		p.Set("keyId", firstOfTexts(c.Inputs.String("keyId"), "alias/aws/ssm"))
		if !keyExists(c, p.String("keyId")) {
			return c.Refuse("InvalidKeyId", "Key %s is not found", p.String("keyId"))
		}
	}
	n := p.Int(changes) + 1
	p.Set(changes, n)
	p.Set("version", n)
	return nil
}

// imageInvokes look up parameters and machine images.
func imageInvokes() []cloud.Invoke {
	return []cloud.Invoke{{
		Token: "aws:ssm/getParameter:getParameter", Args: ssm.LookupParameterArgs{}, Result: ssm.LookupParameterResult{},
		Answer: answerParameter,
	}, {
		Token: "aws:ec2/getAmi:getAmi", Args: ec2.LookupAmiArgs{}, Result: ec2.LookupAmiResult{},
		Answer: answerImage,
	}}
}

// answerParameter answers the public parameters that name machine images, and those of the account.
func answerParameter(c *cloud.Call) (cloud.Values, error) {
	name := c.Inputs.String("name")
	result := cloud.Values{"id": name, "name": name, "withDecryption": true}
	if decrypt, given := c.Inputs.Get("withDecryption"); given {
		result["withDecryption"] = decrypt
	}
	if architectureOfParameter(name) != "" {
		image := publicImageID(c.Account, name)
		result["arn"] = fmt.Sprintf("arn:%s:ssm:%s::parameter%s", c.Account.Partition, c.Account.Region, name)
		result["type"], result["value"], result["insecureValue"], result["version"] = "String", image, image, 100.0
		return result, nil
	}
	if own := c.Find(kindParameter, where("name", name)); len(own) > 0 {
		p := own[0].Properties
		result["arn"], result["type"], result["version"] = p.String("arn"), p.String("type"), float64(p.Int("version"))
		result["value"], result["insecureValue"] = firstOfTexts(p.String("value"), p.String("insecureValue")), ""
		if p.String("type") != "SecureString" {
			result["insecureValue"] = result["value"]
		}
		return result, nil
	}
	return nil, c.Refuse("ParameterNotFound", "Parameter %s not found. Of the public parameters only those of the images of Amazon Linux 2023, EKS and "+
		"Bottlerocket are simulated.", name)
}

// amazonOwners are the owners under which Amazon's own images are found.
var amazonOwners = []string{"amazon", "137112412989"}

// answerImage answers the newest image of Amazon Linux 2023 for an architecture. Images of others are not simulated.
func answerImage(c *cloud.Call) (cloud.Values, error) {
	architecture, named := "x86_64", false
	for _, filter := range c.Inputs.Objects("filters") {
		for _, value := range filter.Strings("values") {
			switch filter.String("name") {
			case "architecture":
				architecture = value
			case "name":
				named = named || strings.HasPrefix(value, "al2023-ami-")
				for _, known := range architectures {
					if strings.HasSuffix(strings.TrimRight(value, "*"), known) {
						architecture = known
					}
				}
			}
		}
	}
	ofAmazon := slices.ContainsFunc(c.Inputs.Strings("owners"), func(o string) bool { return slices.Contains(amazonOwners, o) })
	if !named || !ofAmazon || !slices.Contains(architectures, architecture) {
		return nil, fmt.Errorf("reading EC2 AMIs: your query returned no results; only images of Amazon Linux 2023 are simulated, asked for by owner and name")
	}
	if !c.Inputs.Bool("mostRecent") {
		return nil, fmt.Errorf("reading EC2 AMIs: your query returned more than one result; set mostRecent or a more specific filter")
	}
	id := publicImageID(c.Account, "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"+architecture)
	name := "al2023-ami-2023.9.20251027.0-kernel-6.1-" + architecture
	result := cloud.Values{
		"id": id, "imageId": id, "name": name, "architecture": architecture, "arn": fmt.Sprintf("arn:%s:ec2:%s::image/%s", c.Account.Partition, c.Account.Region, id),
		"bootMode": "uefi-preferred", "creationDate": created, "deprecationTime": "2026-01-01T00:00:00.000Z", "description": "Amazon Linux 2023", "enaSupport": true,
		"hypervisor": "xen", "imageLocation": "amazon/" + name, "imageOwnerAlias": "amazon", "imageType": "machine", "imdsSupport": "v2.0", "kernelId": "",
		"lastLaunchedTime": "", "ownerId": "137112412989", "platform": "", "platformDetails": "Linux/UNIX", "public": true, "ramdiskId": "",
		"rootDeviceName": "/dev/xvda", "rootDeviceType": "ebs", "rootSnapshotId": "snap-0" + digest(16, "snapshot", id), "sriovNetSupport": "simple",
		"state": "available", "tpmSupport": "", "usageOperation": "RunInstances", "virtualizationType": "hvm",
		"blockDeviceMappings": []any{}, "productCodes": []any{}, "stateReason": map[string]any{}, "tags": map[string]any{},
	}
	for _, asked := range []string{"owners", "filters", "mostRecent", "nameRegex", "executableUsers", "includeDeprecated", "uefiData"} {
		if value, given := c.Inputs.Get(asked); given {
			result[asked] = value
		}
	}
	return result, nil
}
