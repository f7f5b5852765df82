package emulator

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// repairs mends answers of moto where it forgets what it was told, or says what it was not, and the provider would take that
// for drift.
type repairs struct {
	mu sync.Mutex
	// told is what calls said and moto does not keep, by a key of the repair.
	told map[string]string
}

func newRepairs() *repairs { return &repairs{told: map[string]string{}} }

// repairsOf lists the repairs by service and operation.
var repairsOf = map[string]func(*repairs, *call, *answer){
	"autoscaling CreateAutoScalingGroup":       rememberGroup,
	"autoscaling DeleteAutoScalingGroup":       forgetGroup,
	"autoscaling DescribeAutoScalingGroups":    describeGroups,
	"autoscaling DescribeLifecycleHooks":       noInventedTargets,
	"autoscaling UpdateAutoScalingGroup":       rememberGroup,
	"ec2 AuthorizeSecurityGroupEgress":         rememberDescription,
	"ec2 AuthorizeSecurityGroupIngress":        rememberDescription,
	"ec2 DescribeSecurityGroupRules":           describeRules,
	"ec2 CreateDhcpOptions":                    tagMade(dhcpOptionsID),
	"ec2 CreateTransitGateway":                 noDefaultTables,
	"ec2 CreateTransitGatewayRoute":            rememberAttachment,
	"ec2 CreateTransitGatewayVpcAttachment":    tagMade(attachmentID),
	"ec2 CreateVpcEndpoint":                    endpointAddressType,
	"ec2 DescribeLaunchTemplateVersions":       dropOwnTagSpecification,
	"ec2 DeleteTransitGatewayVpcAttachment":    rememberDeleted,
	"ec2 DescribeTransitGatewayVpcAttachments": showDeleted,
	"ec2 DescribeTransitGateways":              noDefaultTables,
	"ec2 DescribeVpcEndpoints":                 endpointAddressType,
	"ec2 ModifyTransitGateway":                 noDefaultTables,
	"ec2 ModifyVpcEndpoint":                    endpointAddressType,
	"ec2 SearchTransitGatewayRoutes":           nameAttachments,
}

// completionsOf lists what is added to a call before moto gets it, by service and operation.
var completionsOf = map[string]func(*repairs, *call){
	"autoscaling UpdateAutoScalingGroup": keepMixedInstances,
}

func (r *repairs) handle(c *call) (*answer, bool) {
	repair := repairsOf[c.service+" "+c.operation]
	if repair == nil {
		return nil, false
	}
	if complete := completionsOf[c.service+" "+c.operation]; complete != nil {
		r.mu.Lock()
		complete(r, c)
		r.mu.Unlock()
	}
	a, err := c.forward()
	if err != nil {
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
	}
	if a.status == http.StatusOK {
		r.mu.Lock()
		defer r.mu.Unlock()
		repair(r, c, a)
		a.header.Set("Content-Length", fmt.Sprint(len(a.body)))
	}
	return a, true
}

var endpointID = regexp.MustCompile(`<vpcEndpointId>(vpce-[0-9a-z]+)</vpcEndpointId>`)

// endpointAddressType: moto does not answer the address type of an interface endpoint.
func endpointAddressType(r *repairs, c *call, a *answer) {
	form := c.form()
	if given := form.Get("IpAddressType"); given != "" {
		id := form.Get("VpcEndpointId")
		if made := endpointID.FindSubmatch(a.body); id == "" && made != nil {
			id = string(made[1])
		}
		r.told[id] = given
	}
	a.body = endpointID.ReplaceAllFunc(a.body, func(found []byte) []byte {
		kind, ok := r.told[string(endpointID.FindSubmatch(found)[1])]
		if !ok {
			return found
		}
		return []byte(string(found) + "<ipAddressType>" + kind + "</ipAddressType>")
	})
}

var (
	dhcpOptionsID = regexp.MustCompile(`<dhcpOptionsId>(dopt-[0-9a-z]+)</dhcpOptionsId>`)
	attachmentID  = regexp.MustCompile(`<transitGatewayAttachmentId>(tgw-attach-[0-9a-z]+)</transitGatewayAttachmentId>`)
)

// tagMade makes the tags that a call asked for; moto makes some kinds of things without them.
func tagMade(id *regexp.Regexp) func(*repairs, *call, *answer) {
	return func(_ *repairs, c *call, a *answer) {
		made := id.FindSubmatch(a.body)
		form := c.form()
		prefix := "TagSpecification.1"
		if form.Get(prefix+".Tag.1.Key") == "" {
			prefix = "TagSpecifications.1"
		}
		if made == nil || form.Get(prefix+".Tag.1.Key") == "" {
			return
		}
		tags := url.Values{"Action": {"CreateTags"}, "Version": {"2016-11-15"}, "ResourceId.1": {string(made[1])}}
		for i := 1; form.Get(fmt.Sprintf("%s.Tag.%d.Key", prefix, i)) != ""; i++ {
			for _, part := range []string{"Key", "Value"} {
				tags.Set(fmt.Sprintf("Tag.%d.%s", i, part), form.Get(fmt.Sprintf("%s.Tag.%d.%s", prefix, i, part)))
			}
		}
		if answered, err := c.askForm(tags); err != nil || answered.status != http.StatusOK {
			*a = *refusal(c, http.StatusInternalServerError, "InternalError", "the emulator cannot tag "+string(made[1]))
		}
	}
}

var tagSpecification = regexp.MustCompile(`(?s)<item>\s*<resourceType>launch-template</resourceType>.*?</tagSet>\s*</item>`)

// dropOwnTagSpecification: moto puts a launch template's own tags into its data, as if they were for instances.
func dropOwnTagSpecification(_ *repairs, _ *call, a *answer) {
	a.body = tagSpecification.ReplaceAll(a.body, nil)
	a.body = bytes.ReplaceAll(a.body, []byte("<tagSpecificationSet></tagSpecificationSet>"), nil)
}

var inventedTargets = regexp.MustCompile(`<(NotificationTargetARN|RoleARN)>[^<]*:(my-queue|role/my-auto-scaling-role)</(NotificationTargetARN|RoleARN)>`)

// noInventedTargets: moto answers every lifecycle hook with a queue and a role that nobody named.
func noInventedTargets(_ *repairs, _ *call, a *answer) {
	a.body = inventedTargets.ReplaceAll(a.body, nil)
}

var (
	ruleItem        = regexp.MustCompile(`(?s)<item>\s*<securityGroupRuleId>.*?</item>`)
	securityRuleID  = regexp.MustCompile(`<securityGroupRuleId>(sgr-[0-9a-z]+)</securityGroupRuleId>`)
	ruleDescription = regexp.MustCompile(`<description>[^<]*</description>|<description\s*/>`)
)

// rememberDescription and describeRules: moto keeps the description of a rule only where it is about an address block, not where
// it is about a group or a prefix list. The provider makes rules one by one, so that a call has one description.
func rememberDescription(r *repairs, c *call, a *answer) {
	for key, values := range c.form() {
		if made := securityRuleID.FindSubmatch(a.body); made != nil && strings.HasSuffix(key, ".Description") && strings.HasPrefix(key, "IpPermissions.") {
			r.told[string(made[1])] = values[0]
		}
	}
}

func describeRules(r *repairs, _ *call, a *answer) {
	a.body = ruleItem.ReplaceAllFunc(a.body, func(item []byte) []byte {
		description := r.told[string(securityRuleID.FindSubmatch(item)[1])]
		if description == "" {
			return item
		}
		item = ruleDescription.ReplaceAll(item, nil)
		return []byte(strings.Replace(string(item), "<item>", "<item><description>"+html.EscapeString(description)+"</description>", 1))
	})
}
