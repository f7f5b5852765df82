// Package protocol decides what a server does next on its way into the cluster and out of it. It is pure: no clock, no
// network, no disk. A node works in rounds. In a round it asks [Decide] what to do; as long as the answer is a question
// (read an object, look whether an instance is dead) it answers it in the [View] and asks again; once the answer is an
// effect (put an object, start RKE2) it tries that effect once and forgets the whole view.
//
// Forgetting is what makes the protocol safe. The outcome of an effect is never taken from the answer to the request, which
// may be lost, late or wrong, but from what the next round reads. A node that was restarted at any point is a node at the
// start of a round.
//
// What is agreed upon lives in three objects of a bucket that are only ever written by conditional requests and never deleted:
//
//   - claim: which instance may initialise the cluster. It changes hands only if its owner is proven dead.
//   - initialized, the marker: the cluster exists. Once it is there nobody initialises, whatever the peers say.
//   - membership-lock: which instance may join or leave. It, too, is taken only from the dead.
//
// No decision rests on a clock. "Proven dead" means that EC2 says so; a node that is slow, cut off or hung keeps what it
// holds until its Auto Scaling group terminates it, which the time limit of the launch hook makes sure of.
//
// The exploration in the tests runs this very code against a model of S3, RKE2 and the load balancer, in every order in which
// things can happen to three nodes; with the flag -deep for some minutes longer and with more faults at a time.
package protocol
