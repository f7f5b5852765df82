package levels

import (
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/aws"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// simulatedAWS is an empty account, which knows of each type what there is to know.
var simulatedAWS = sync.OnceValues(func() (*cloud.Cloud, error) { return cloud.Open("", aws.Package()) })

// simulatedType is what the simulation knows of a type.
func simulatedType(token string) (*cloud.Resource, error) {
	simulated, err := simulatedAWS()
	if err != nil {
		return nil, err
	}
	return simulated.Type(token)
}

// oneOfEveryType makes one resource of every type that is simulated, in an account of its own, without an engine.
func oneOfEveryType() ([]rehearsal.Resource, error) {
	simulated, err := cloud.Open("", aws.Package())
	if err != nil {
		return nil, err
	}
	account := cloud.Account{ID: cloud.ExampleAccount.ID, Region: region, Partition: cloud.ExampleAccount.Partition}
	made := everytype.Made{}
	var resources []rehearsal.Resource
	for _, one := range everytype.Resources {
		known, err := simulated.Type(one.Token)
		if err != nil {
			return nil, err
		}
		urn := string(resource.NewURN("types", "conformance", "", tokens.Type(one.Token), one.Name))
		inputs, _ := cloud.Normal(one.Inputs(made)).(map[string]any)
		checked, filled, failures := known.CheckInputs(inputs, account, cloud.Naming{URN: urn, Logical: one.Name})
		if len(failures) > 0 {
			return nil, fmt.Errorf("%s: %v", urn, failures)
		}
		made[one.Name], err = simulated.Create(cloud.Request{Resource: known, URN: urn, Name: one.Name, Account: account, Inputs: checked})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", urn, err)
		}
		recorded := checked.Clone()
		recorded.Set(filledIn, filled)
		resources = append(resources, rehearsal.Resource{
			URN: urn, Type: one.Token, ID: made[one.Name].ID, Custom: true, Inputs: recorded, Outputs: made[one.Name].Properties,
		})
	}
	return resources, nil
}
