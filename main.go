// Command main is the Pulumi program of cloudgap: it deploys the environment that the selected stack's configuration describes.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/stacks"
)

func main() {
	pulumi.Run(stacks.Deploy)
}
