package emulator

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// subnets finds subnets by the association of their IPv6 block, a filter that moto lacks and with which the provider waits for
// the block. In its answers moto prints the state of such a block as a Python dictionary.
type subnets struct{}

const byAssociation = "ipv6-cidr-block-association.association-id"

var blockState = regexp.MustCompile(`<state>\{[^<]*\b((?:dis)?associat(?:ed|ing))\b[^<]*\}</state>`)

func (subnets) handle(c *call) (*answer, bool) {
	if c.service != "ec2" || !slices.Contains([]string{"AssociateSubnetCidrBlock", "CreateSubnet", "DescribeSubnets"}, c.operation) {
		return nil, false
	}
	form := c.form()
	for n := 1; form.Get(fmt.Sprintf("Filter.%d.Name", n)) != ""; n++ {
		if form.Get(fmt.Sprintf("Filter.%d.Name", n)) != byAssociation {
			continue
		}
		id, err := c.subnetOfAssociation(form.Get(fmt.Sprintf("Filter.%d.Value.1", n)))
		if err != nil {
			return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
		}
		form.Set(fmt.Sprintf("Filter.%d.Name", n), "subnet-id")
		form.Set(fmt.Sprintf("Filter.%d.Value.1", n), id)
	}
	a, err := c.askForm(form)
	if err != nil {
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
	}
	a.body = blockState.ReplaceAll(a.body, []byte("<state>$1</state>"))
	a.header.Set("Content-Length", fmt.Sprint(len(a.body)))
	return a, true
}

// subnetOfAssociation is the subnet whose IPv6 block has an association; where there is none, an id that no subnet has.
func (c *call) subnetOfAssociation(association string) (string, error) {
	a, err := c.askForm(url.Values{"Action": {"DescribeSubnets"}, "Version": {"2016-11-15"}})
	if err != nil {
		return "", err
	}
	var found struct {
		Subnets []struct {
			ID           string   `xml:"subnetId"`
			Associations []string `xml:"ipv6CidrBlockAssociationSet>item>associationId"`
		} `xml:"subnetSet>item"`
	}
	if err := xml.Unmarshal(a.body, &found); err != nil {
		return "", fmt.Errorf("read the subnets: %w", err)
	}
	for _, subnet := range found.Subnets {
		if slices.ContainsFunc(subnet.Associations, func(id string) bool { return strings.TrimSpace(id) == association }) {
			return strings.TrimSpace(subnet.ID), nil
		}
	}
	return "subnet-none", nil
}

// askForm asks the emulator a call of the query protocol in the place of this one.
func (c *call) askForm(form url.Values) (*answer, error) {
	return c.ask(c.request, []byte(form.Encode()))
}
