package aws

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// templateSpec is a launch template as a group names it, with the instance types that replace the template's.
type templateSpec struct {
	id, name, version string
	// types are those of overrides; empty leaves the template's own.
	types []string
	// required tells that attributes choose the instance types.
	required bool
}

// templateSpecs lists the launch templates that a group may launch from.
func templateSpecs(p cloud.Values) []templateSpec {
	if simple := p.Map("launchTemplate"); simple.Has("id") || simple.Has("name") {
		return []templateSpec{{id: simple.String("id"), name: simple.String("name"), version: simple.String("version")}}
	}
	policy := p.Map("mixedInstancesPolicy").Map("launchTemplate")
	named := func(v cloud.Values) templateSpec {
		return templateSpec{id: v.String("launchTemplateId"), name: v.String("launchTemplateName"), version: v.String("version")}
	}
	main := named(policy.Map("launchTemplateSpecification"))
	var specs []templateSpec
	for _, override := range policy.Objects("overrides") {
		if own := override.Map("launchTemplateSpecification"); own != nil {
			spec := named(own)
			spec.types = append(spec.types, override.Strings("instanceType")...)
			specs = append(specs, spec)
		}
		main.required = main.required || override.Has("instanceRequirements")
		if kind := override.String("instanceType"); kind != "" {
			main.types = append(main.types, kind)
		}
	}
	return append(specs, main)
}

// checkGroupTemplates judges the launch templates, and answers id and name of the group's own, whichever was given.
func checkGroupTemplates(c *cloud.Call) error {
	p := c.Object.Properties
	if p.Has("launchConfiguration") {
		return c.Refuse("ValidationError", "Launch configurations are not simulated; use a launch template")
	}
	if err := checkOverrides(c, p.Map("mixedInstancesPolicy")); err != nil {
		return err
	}
	distributeInstances(p)
	for _, spec := range templateSpecs(p) {
		template, err := findTemplate(c, spec)
		if err != nil {
			return err
		}
		if err := checkLaunch(c, template, spec); err != nil {
			return err
		}
		if simple := p.Map("launchTemplate"); len(simple) > 0 {
			simple = simple.Clone()
			simple.Set("id", template.ID)
			simple.Set("name", template.Properties.String("name"))
			if !simple.Has("version") {
				simple.Set("version", "$Default")
			}
			p.Set("launchTemplate", simple)
		}
		// The group's own comes last.
		for _, found := range p.At("mixedInstancesPolicy.launchTemplate.launchTemplateSpecification") {
			if own, ok := found.Value.(map[string]any); ok {
				own["launchTemplateId"], own["launchTemplateName"] = template.ID, template.Properties.String("name")
			}
		}
	}
	return nil
}

// distributeInstances answers how a mixed instances policy distributes instances where it does not say so. Source: EC2 Auto Scaling
// API reference, InstancesDistribution.
func distributeInstances(p cloud.Values) {
	const distribution = "mixedInstancesPolicy.instancesDistribution"
	fillZeroes(p, map[string]any{distribution: map[string]any{}})
	fillZeroes(p, map[string]any{
		distribution + ".onDemandAllocationStrategy": "prioritized", distribution + ".onDemandBaseCapacity": 0.0,
		distribution + ".onDemandPercentageAboveBaseCapacity": 100.0, distribution + ".spotAllocationStrategy": "lowest-price",
	})
}

// maxOverrides is how many overrides a mixed instances policy takes.
const maxOverrides = 40

func checkOverrides(c *cloud.Call, policy cloud.Values) error {
	overrides := policy.Map("launchTemplate").Objects("overrides")
	if len(overrides) > maxOverrides {
		return c.Refuse("ValidationError", "The number of launch template overrides exceeds the limit of %d", maxOverrides)
	}
	seen := map[string]bool{}
	for _, override := range overrides {
		kind := override.String("instanceType")
		if kind != "" && override.Has("instanceRequirements") {
			return c.Refuse("ValidationError", "An override takes an instance type or instance requirements, not both: %s", kind)
		}
		if kind != "" && seen[kind] {
			return c.Refuse("ValidationError", "Instance type %s is given twice in the launch template overrides", kind)
		}
		seen[kind] = true
	}
	return nil
}

func findTemplate(c *cloud.Call, spec templateSpec) (*cloud.Object, error) {
	for _, template := range c.Find(kindLaunchTemplate, nil) {
		if spec.id != "" && template.ID != spec.id || spec.id == "" && template.Properties.String("name") != spec.name {
			continue
		}
		if !hasVersion(template, spec.version) {
			return nil, fullyFormed(c, "Could not find the specified version %s for the launch template with ID %s.", spec.version, template.ID)
		}
		return template, nil
	}
	if spec.id == "" && spec.name == "" {
		return nil, c.Refuse("ValidationError", "Valid requests must contain either launchTemplateId or LaunchTemplateName")
	}
	if spec.id == "" {
		return nil, fullyFormed(c, "The specified launch template, with template name %s, does not exist.", spec.name)
	}
	return nil, fullyFormed(c, "The specified launch template, with template ID %s, does not exist.", spec.id)
}

// hasVersion tells whether a template has a version by number, or by one of the two names; none is the default version.
func hasVersion(template *cloud.Object, version string) bool {
	if version == "" || version == "$Latest" || version == "$Default" {
		return true
	}
	n, err := strconv.Atoi(version)
	return err == nil && n >= 1 && n <= template.Properties.Int("latestVersion")
}

var imageID = regexp.MustCompile(`^(ami-([0-9a-f]{8}|[0-9a-f]{17})|resolve:ssm:.+)$`)

// checkLaunch judges whether an instance of a template can be launched in the group's network.
func checkLaunch(c *cloud.Call, template *cloud.Object, spec templateSpec) error {
	t, network := template.Properties, c.Object.Properties.String(networkOf)
	types := spec.types
	if own := t.String("instanceType"); len(types) == 0 && own != "" {
		types = []string{own}
	}
	switch image := t.String("imageId"); {
	case image == "":
		return fullyFormed(c, "The request must contain the parameter ImageId")
	case !imageID.MatchString(image):
		return fullyFormed(c, "Invalid id: %q (expecting \"ami-...\")", image)
	case len(types) == 0 && !spec.required && !t.Has("instanceRequirements"):
		return fullyFormed(c, "The request must contain the parameter InstanceType")
	default:
		for _, kind := range types {
			if !instanceType.MatchString(kind) {
				return fullyFormed(c, "Invalid value '%s' for InstanceType.", kind)
			}
		}
		if arch := architectureOf(image); arch != "" && slices.ContainsFunc(types, func(kind string) bool { return architectureOfType(kind) != arch }) {
			return fullyFormed(c, "The architecture '%s' of the specified AMI does not match the architecture of the specified instance types %v", arch, types)
		}
	}
	if err := checkProfileOf(c, t); err != nil {
		return err
	}
	for _, id := range groupsOfTemplate(template) {
		group, ok := c.Get(kindSecurityGroup, id)
		if !ok || group.Properties.String("vpcId") != network {
			return fullyFormed(c, "The security group '%s' does not exist in VPC '%s'", id, network)
		}
		c.Link(c.Object, group, true)
	}
	return checkVolumes(c, t)
}

// checkProfileOf refuses an instance profile that does not exist.
func checkProfileOf(c *cloud.Call, template cloud.Values) error {
	for property, by := range map[string]string{"iamInstanceProfile.name": "name", "iamInstanceProfile.arn": "arn"} {
		named := template.String(property)
		if named != "" && len(c.Find(kindInstanceProfile, where(by, named))) == 0 {
			return fullyFormed(c, "Value (%s) for parameter iamInstanceProfile.%s is invalid. Invalid IAM Instance Profile %s", named, by, by)
		}
	}
	return nil
}

// checkVolumes refuses instances whose volumes the service that launches them may not encrypt: the group would be made and
// never get an instance, for which the provider waits in vain.
func checkVolumes(c *cloud.Call, template cloud.Values) error {
	if c.Object.Properties.Int("desiredCapacity") == 0 {
		return nil
	}
	for _, device := range template.Objects("blockDeviceMappings") {
		key := device.String("ebs.kmsKeyId")
		if key != "" && !hasService(key, "kms") {
			for _, own := range c.Find(kindKey, nil) {
				if own.ID == key {
					key = own.Properties.String("arn")
				}
			}
		}
		if key != "" && !launcherMayUse(c, key) {
			return c.Refuse("Client.InternalError", "Client error on launch: the KMS key %s is not accessible to the service-linked role of Auto Scaling", key)
		}
	}
	return nil
}

// instanceType is the form of the name of an instance type: there are new series all the time, and few sizes.
// Source: the EC2 user guide, "Amazon EC2 instance type naming conventions".
var instanceType = regexp.MustCompile(`^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|[0-9]*xlarge|metal(-[0-9]+xl)?)$`)

// architectureOfType tells the processor architecture of an instance type by its name, as AMIs call it.
func architectureOfType(kind string) string {
	if gravitonType.MatchString(kind) {
		return "arm64"
	}
	return "x86_64"
}
